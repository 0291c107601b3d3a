/** Writers of the lines of a run. */
export const logSources = ['state-machine', 'functions', 'task'] as const;
export type LogSource = (typeof logSources)[number];

export const logLevels = ['debug', 'info', 'warning', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Line of a run's logs. */
export interface LogLine {
  /** Unique among the lines of its source. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly source: LogSource;
  /** State, function, or component of DMS. */
  readonly from: string;
  readonly level: LogLevel;
  readonly text: string;
}

/** Event of a log stream, as CloudWatch returns it. */
export interface LogEvent {
  readonly id: string;
  readonly at: Date;
  readonly message: string;
}

/** Lines in the order of time. Lines of one moment keep their order, the state machine first. */
export function inTimeOrder(lines: readonly LogLine[]): readonly LogLine[] {
  const rank = ({ source }: LogLine): number => logSources.indexOf(source);
  return [...lines].sort((a, b) => (a.at === b.at ? rank(a) - rank(b) : a.at < b.at ? -1 : 1));
}
