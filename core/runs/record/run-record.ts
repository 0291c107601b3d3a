import * as z from 'zod/mini';
import { CheckSummary } from '../../checks/report/check-summary';
import { changeModes } from '../../model/mode';
import { sourceEngines } from '../../model/source-engine';
import { sslModes } from '../../model/ssl-mode';
import { RunError } from './run-error';
import { RunInput } from './run-input';
import { Verdict } from './verdict-shape';

/** ISO 8601 in UTC with milliseconds: fixed width, so that it sorts as text. */
const Instant = z.iso.datetime({ precision: 3 });

/** The times at which a run passed its milestones; a milestone that is absent was not reached. */
export const Phases = z.object({
  opened: Instant,
  /** When this run first had a connection tested; absent when both had passed before. */
  connectionsTested: z.optional(Instant),
  taskCreated: z.optional(Instant),
  taskReady: z.optional(Instant),
  startRequested: z.optional(Instant),
  /** CheckSource has looked at the source. */
  sourceChecked: z.optional(Instant),
  loadFinished: z.optional(Instant),
  /** The task of a CDC job was seen to replicate. */
  replicating: z.optional(Instant),
  judged: z.optional(Instant),
  /** PublishSnapshot has done what the job's plan wants of it. */
  published: z.optional(Instant),
  taskDeleted: z.optional(Instant),
  closed: z.optional(Instant),
});
export type Phases = z.infer<typeof Phases>;
export type Phase = keyof Phases;

/** How far the load is, as DMS last said. */
export const Progress = z.object({
  status: z.string(),
  percent: z.number(),
  tablesLoaded: z.int(),
  tablesLoading: z.int(),
  tablesQueued: z.int(),
  tablesErrored: z.int(),
  at: Instant,
});
export type Progress = z.infer<typeof Progress>;

/** An error that ended a state: `error` is its name, `cause` its message. */
export const Failure = z.object({ state: z.string(), error: z.string(), cause: z.string() });
export type Failure = z.infer<typeof Failure>;

/** The source of a CDC run; its secret is read by name, at use. */
export const SourceOfRun = z.object({
  /** The connection's name; absent in what was written before it was kept. */
  name: z.optional(z.string()),
  engine: z.enum(sourceEngines),
  secretName: z.string(),
  databaseName: z.string(),
  sslMode: z.enum(sslModes),
  thick: z.optional(z.literal(true)),
});
export type SourceOfRun = z.infer<typeof SourceOfRun>;

/** What a run's snapshot came to. */
export const Publishing = z.object({
  snapshot: z.string(),
  /** `superseded`: a run that opened later was published before. */
  outcome: z.enum(['published', 'superseded']),
  /** Key of the manifest in the lake bucket. */
  manifest: z.string(),
  tables: z.int(),
  emptyTables: z.int(),
  /** Tables that go on with an earlier snapshot's files, because this run's load of them failed. */
  carriedTables: z.int(),
  files: z.int(),
  bytes: z.number(),
  /** Files under 32 MiB of tables that have more than one (S10). */
  smallFiles: z.int(),
  /** Snapshots that were removed because enough newer ones are kept. */
  removed: z.int(),
  /** What stood in the way of removing old snapshots; the next publish tries again. */
  notRemoved: z.optional(z.string()),
});
export type Publishing = z.infer<typeof Publishing>;

/** What starts the run of a load: one version of one object. */
const FileTrigger = z.object({
  by: z.literal('file'),
  bucket: z.string(),
  key: z.string(),
  version: z.string(),
  size: z.optional(z.number()),
});

/** One execution of a job, whole. `verdict` is absent while the run is open. */
export const RunRecord = z.object({
  run: z.string(),
  /** `department/job`, or `department/load`. */
  jobKey: z.string(),
  department: z.string(),
  job: z.string(),
  /** UTC day on which it opened, `yyyy-mm-dd`. */
  day: z.string(),
  openedAt: Instant,
  /** ARN of the Step Functions execution; of a load `sqs:` and the message's id. */
  execution: z.string(),
  plan: RunInput.shape.plan,
  /** Absent for a load, which has nothing to do with DMS. */
  endpoints: z.optional(RunInput.shape.endpoints),
  trigger: z.union([RunInput.shape.trigger, FileTrigger]),
  phases: Phases,
  /** DMS's task; `arn` is absent until DMS gave it. */
  task: z.optional(z.object({ identifier: z.string(), arn: z.optional(z.string()) })),
  start: z.optional(z.object({ requestedAt: Instant, previousStartedAt: z.optional(z.string()) })),
  /** Absent for a full load. */
  mode: z.optional(z.enum(changeModes)),
  /** What CheckSource needs to know of the source: names only. */
  source: z.optional(SourceOfRun),
  /** What CheckSource has to say of the slots of a CDC job, or why it did not look. */
  sourceCheck: z.optional(z.string()),
  /** What its checks came to; the report is in items of its own. Absent: nothing was checked. */
  check: z.optional(CheckSummary),
  progress: z.optional(Progress),
  verdict: z.optional(Verdict),
  /** Set with a good verdict when something is to be published: until `phases.published` the run has not succeeded. */
  publishes: z.optional(z.enum(['snapshot', 'arrival'])),
  publishing: z.optional(Publishing),
  /** Set when the run was skipped: the run that held the job's lease. */
  skippedFor: z.optional(z.string()),
  /** What cleaning up could not remove at once; the poll goes on with it and sets `clearedAt`. */
  leftBehind: z.optional(z.extend(Failure, { clearedAt: z.optional(Instant) })),
  /** Epoch seconds after which DynamoDB may remove the item. */
  expiresAt: z.int(),
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
  bytes: z.optional(z.number()),
  startedAt: z.optional(z.string()),
  finishedAt: z.optional(z.string()),
  /** DMS ValidationState; absent when validation is off. */
  validation: z.optional(z.string()),
  /** What changed since the task began to replicate; absent when nothing did. */
  changes: z.optional(
    z.object({ inserts: z.number(), updates: z.number(), deletes: z.number(), ddls: z.number() }),
  ),
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

/** What of DMS a job's run works with. Only loads have none, and they make no tasks. */
export function endpointsOf(run: Pick<RunRecord, 'run' | 'endpoints'>): NonNullable<RunRecord['endpoints']> {
  if (run.endpoints === undefined)
    throw new RunError('InvalidRunInput', `${run.run} is the run of a load: it has no endpoints`);
  return run.endpoints;
}

/** Who or what asked for a run, in a word. */
export function requesterOf({ trigger }: Pick<RunRecord, 'trigger'>): string {
  switch (trigger.by) {
    case 'schedule':
    case 'deployment':
      return trigger.by;
    case 'request':
      return trigger.requestedBy;
    case 'file':
      return `s3://${trigger.bucket}/${trigger.key}`;
  }
}
