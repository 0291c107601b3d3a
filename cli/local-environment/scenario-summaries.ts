/** Rate and delay of `slow-source`. */
export const slowSourceRates = { rowsPerSecond: 200, minutesLate: 15 } as const;

/** Named faults of `local up`, with what they do. The help needs no more. */
export const summaries = {
  'slow-source': `tables load ${slowSourceRates.rowsPerSecond} rows per second, changes are ${slowSourceRates.minutesLate} minutes late`,
  'throttled-dms': 'other users leave one DMS request per two seconds',
  'failing-table': 'DMS fails to load one table of a full load',
  'suspended-table': 'DMS suspends one table of a CDC job, and follows the others',
  'lost-events': 'EventBridge delivers no event of DMS',
} as const;

export type ScenarioName = keyof typeof summaries;

/** Lines of the help of `local up`. */
export function scenarioList(): string {
  const width = Math.max(...Object.keys(summaries).map((name) => name.length));
  return Object.entries(summaries)
    .map(([name, summary]) => `  ${name.padEnd(width)}  ${summary}`)
    .join('\n');
}
