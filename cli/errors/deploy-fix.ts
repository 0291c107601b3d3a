/** Command or page that deploys a file. */
export function deployFix(environment: string): string {
  return environment === 'local'
    ? 'start the local cloud again ("lakeferry local down", then "lakeferry local up")'
    : 'deploy its department (docs/deploying.md)';
}
