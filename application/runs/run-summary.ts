import { type RunRecord, requesterOf, stateOf, waitingText } from '../../core/runs/record/run-record';

/** Summary of a run for lists. */
export interface RunSummary {
  readonly run: string;
  readonly job: string;
  readonly state: ReturnType<typeof stateOf>;
  readonly openedAt: string;
  readonly closedAt?: string;
  /** Milliseconds; until now for an open run. */
  readonly took: number;
  readonly tables: number;
  readonly rows: number;
  /** Progress of an open run, 0 to 100. */
  readonly percent?: number;
  /** Reason why an open run has not begun, such as `waiting for <run>`. */
  readonly waitsFor?: string;
  /** Number of a later attempt, and the first. */
  readonly attempt?: number;
  readonly firstAttempt?: string;
  readonly requestedBy: string;
}

export function summarize(run: RunRecord, now: Date): RunSummary {
  const closedAt = run.phases.closed;
  const waitsFor = waitingText(run);
  const end = closedAt === undefined ? now.getTime() : Date.parse(closedAt);
  return {
    run: run.run,
    job: run.jobKey,
    state: stateOf(run),
    openedAt: run.openedAt,
    ...(closedAt === undefined ? {} : { closedAt }),
    took: Math.max(0, end - Date.parse(run.openedAt)),
    tables: run.verdict?.evidence.tables ?? 0,
    rows: run.verdict?.evidence.rows ?? 0,
    ...(closedAt === undefined && run.progress !== undefined ? { percent: run.progress.percent } : {}),
    ...(waitsFor === undefined ? {} : { waitsFor }),
    ...(run.attempt === undefined ? {} : { attempt: run.attempt }),
    ...(run.firstAttempt === undefined ? {} : { firstAttempt: run.firstAttempt }),
    requestedBy: requesterOf(run),
  };
}
