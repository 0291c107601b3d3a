import * as z from 'zod';
import { RunInput } from './run-input';
import { Verdict } from './verdict-shape';

/** ISO 8601 in UTC with milliseconds: fixed width, so that it sorts as text. */
const Instant = z.iso.datetime({ precision: 3 });

/** The times at which a run passed its milestones; a milestone that is absent was not reached. */
export const Phases = z.object({
  opened: Instant,
  /** When this run first had a connection tested; absent when both had passed before. */
  connectionsTested: Instant.optional(),
  taskCreated: Instant.optional(),
  taskReady: Instant.optional(),
  startRequested: Instant.optional(),
  loadFinished: Instant.optional(),
  judged: Instant.optional(),
  taskDeleted: Instant.optional(),
  closed: Instant.optional(),
});
export type Phases = z.infer<typeof Phases>;
export type Phase = keyof Phases;

/** How far the load is, as DMS last said. */
export const Progress = z.object({
  status: z.string(),
  percent: z.number(),
  tablesLoaded: z.number().int(),
  tablesLoading: z.number().int(),
  tablesQueued: z.number().int(),
  tablesErrored: z.number().int(),
  at: Instant,
});
export type Progress = z.infer<typeof Progress>;

/** An error that ended a state: `error` is its name, `cause` its message. */
export const Failure = z.object({ state: z.string(), error: z.string(), cause: z.string() });
export type Failure = z.infer<typeof Failure>;

/** One execution of a job, whole. `verdict` is absent while the run is open. */
export const RunRecord = z.object({
  run: z.string(),
  /** `department/job`. */
  jobKey: z.string(),
  department: z.string(),
  job: z.string(),
  /** UTC day on which it opened, `yyyy-mm-dd`. */
  day: z.string(),
  openedAt: Instant,
  /** ARN of the Step Functions execution. */
  execution: z.string(),
  plan: RunInput.shape.plan,
  endpoints: RunInput.shape.endpoints,
  trigger: RunInput.shape.trigger,
  phases: Phases,
  /** DMS's task; `arn` is absent until DMS gave it. */
  task: z.object({ identifier: z.string(), arn: z.string().optional() }).optional(),
  start: z.object({ requestedAt: Instant, previousStartedAt: z.string().optional() }).optional(),
  progress: Progress.optional(),
  verdict: Verdict.optional(),
  /** Set when the run was skipped: the run that held the job's lease. */
  skippedFor: z.string().optional(),
  /** What cleaning up could not remove at once; the sweep goes on with it and sets `clearedAt`. */
  leftBehind: Failure.extend({ clearedAt: Instant.optional() }).optional(),
  /** Epoch seconds after which DynamoDB may remove the item. */
  expiresAt: z.number().int(),
});
export type RunRecord = z.infer<typeof RunRecord>;

/** One table of a run, named as in the source. */
export const TableRecord = z.object({
  schema: z.string(),
  table: z.string(),
  /** DMS TableState, such as `Table completed`. */
  state: z.string(),
  rows: z.number(),
  errorRows: z.number(),
  /** Bytes in staging, where known. */
  bytes: z.number().optional(),
  startedAt: z.string().optional(),
  finishedAt: z.string().optional(),
  /** DMS ValidationState; absent when validation is off. */
  validation: z.string().optional(),
});
export type TableRecord = z.infer<typeof TableRecord>;

export interface RunWithTables {
  readonly run: RunRecord;
  /** By schema and table, ascending. */
  readonly tables: readonly TableRecord[];
}

/** `open` while it goes on, afterwards the verdict's outcome. */
export function stateOf(run: RunRecord): 'open' | Verdict['outcome'] {
  return run.phases.closed === undefined ? 'open' : (run.verdict?.outcome ?? 'failed');
}
