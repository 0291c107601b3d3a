/** Timeouts of the functions in seconds, as in the template. All others have 60. A test compares them. */
const seconds: Readonly<Record<string, number>> = {
  'poll-tasks': 120,
  'judge-run': 120,
  'check-source': 300,
  'publish-snapshot': 900,
  'report-leftovers': 300,
  'copy-to-lake': 300,
};

export function timeoutSecondsOf(name: string): number {
  return seconds[name] ?? 60;
}
