/** Command or page that deploys a file. */
export function deployFix(environment: string): string {
  return environment === 'local'
    ? '"lakeferry local deploy" brings the files to the local cloud'
    : 'deploy its department (docs/deploying.md)';
}
