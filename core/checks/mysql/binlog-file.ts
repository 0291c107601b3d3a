/**
 * Returns the binary log of a position, such as `mysql-bin-changelog.000024` of
 * `mysql-bin-changelog.000024:373`.
 */
export function binlogFile(position: string): string | undefined {
  return /^([^:#]+\.\d+):\d+/.exec(position)?.[1];
}

/** Name of a binary log without its number. */
export function baseOf(file: string): string {
  return file.slice(0, file.lastIndexOf('.'));
}

/**
 * Returns true when `file` of a position is the server's `log`. DMS may abbreviate the name of a
 * log to `$.000024`, or write it with its folder, so such a name is compared by its number.
 */
export function isSameLog(log: string, file: string): boolean {
  if (log === file) return true;
  const isWhole = /^[\w-]+$/.test(baseOf(file));
  return !isWhole && numberOf(log) === numberOf(file);
}

function numberOf(file: string): number {
  return Number(file.slice(file.lastIndexOf('.') + 1));
}
