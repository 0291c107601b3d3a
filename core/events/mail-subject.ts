const longestSubject = 99;

/** Subject of a message: one line of printable ASCII, less than 100 characters (docs/aws-facts/orchestration.md#sns). */
export function mailSubject(text: string): string {
  const printable = text.replaceAll(/[^\x20-\x7e]/g, '?');
  return printable.length <= longestSubject ? printable : `${printable.slice(0, longestSubject - 3)}...`;
}
