/**
 * Returns the binary log of a position, such as `mysql-bin-changelog.000024` of
 * `mysql-bin-changelog.000024:373`.
 */
export function binlogFile(position: string): string | undefined {
  return /^([^:#]+\.\d+):\d+/.exec(position)?.[1];
}
