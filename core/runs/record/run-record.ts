import * as z from 'zod/mini';
import { CheckSummary } from '../../checks/report/check-summary';
import { changeModes } from '../../model/mode';
import { Cancellation } from './cancellation';
import { Failure } from './failure';
import { Instant } from './instant';
import { PartOfJob } from '../../tables/part-of-job';
import { Phases } from './phases';
import { Progress } from './progress';
import { Publishing } from './publishing';
import { RunError } from './run-error';
import { RunInput } from './run-input';
import { SourceOfRun } from './source-of-run';
import type { TableRecord } from './table-record';
import { Verdict } from './verdict-shape';

/** Trigger of a load's run: one version of one object. */
const FileTrigger = z.object({
  by: z.literal('file'),
  bucket: z.string(),
  key: z.string(),
  version: z.string(),
  size: z.optional(z.number()),
});

/** One execution of a job, or one file of a load. `verdict` is absent until the run is judged. */
export const RunRecord = z.object({
  run: z.string(),
  /** `department/job`, or `department/load`. */
  jobKey: z.string(),
  department: z.string(),
  job: z.string(),
  /** UTC day on which it opened, `yyyy-mm-dd`. */
  day: z.string(),
  openedAt: Instant,
  /** ARN of the Step Functions execution; of a load `sqs:` and the id of the message. */
  execution: z.string(),
  plan: RunInput.shape.plan,
  /** Absent for a load, which does not use DMS. */
  endpoints: z.optional(RunInput.shape.endpoints),
  trigger: z.union([RunInput.shape.trigger, FileTrigger]),
  phases: Phases,
  /** DMS task. `arn` is absent until DMS has created it. */
  task: z.optional(z.object({ identifier: z.string(), arn: z.optional(z.string()) })),
  start: z.optional(z.object({ requestedAt: Instant, previousStartedAt: z.optional(z.string()) })),
  /** Absent for a full load. */
  mode: z.optional(z.enum(changeModes)),
  /** Source that CheckSource checks: names only. */
  source: z.optional(SourceOfRun),
  /** Text of CheckSource about the slots of a CDC job, or the reason why it did not check them. */
  sourceCheck: z.optional(z.string()),
  /** Summary of the source check, whose report is in items of its own. Absent when nothing was checked. */
  check: z.optional(CheckSummary),
  progress: z.optional(Progress),
  verdict: z.optional(Verdict),
  /** Set with a good verdict when there is something to publish. Until `phases.published` the run has not succeeded. */
  publishes: z.optional(z.enum(['snapshot', 'arrival'])),
  publishing: z.optional(Publishing),
  /** Tables that the catalogue cannot have, each with the reason. Set with `phases.published`. */
  unlisted: z.optional(z.array(z.string())),
  /** Number of invocations that began to move readers to the run's snapshot and have not said how it ended. */
  showing: z.optional(z.int()),
  /** Verdict that was replaced when the run was closed before its publish ended. */
  judgedAs: z.optional(Verdict),
  /** Time from which the rows of a load may be committed: from then on, the load history in the database says whether they are. */
  committing: z.optional(Instant),
  /** Number of the attempt. Absent: 1. */
  attempt: z.optional(z.int()),
  /** First attempt of a retry. */
  firstAttempt: z.optional(z.string()),
  /** Earlier attempt whose complete tables this one takes over. Absent: none. */
  carriesFrom: z.optional(z.string()),
  /** Reason why a retry loads all tables. */
  loadsAllBecause: z.optional(z.string()),
  /** Tables that this run loads, as `schema.table`. Absent: all of the job. */
  onlyTables: z.optional(z.array(z.string())),
  /** Part of the job that this run loads into a snapshot which readers are not switched to. Absent: the whole job. */
  part: z.optional(PartOfJob),
  /** Person who cancelled the run, and when. */
  cancelled: z.optional(Cancellation),
  /** Set when a poll found no run at the scheduled time. A late run replaces the record and keeps this. */
  missedAt: z.optional(Instant),
  /** Reason why it waits, or waited, for admission: see `waitingText`. */
  waitsFor: z.optional(z.string()),
  /** Present while CreateTask or StartTask waits for DMS. */
  waitsForDms: z.optional(z.string()),
  /** Run that held the job's lease. Set when this run was skipped. */
  skippedFor: z.optional(z.string()),
  /** Error that kept the cleanup from removing everything. Polls continue it and set `clearedAt`. */
  leftBehind: z.optional(z.extend(Failure, { clearedAt: z.optional(Instant) })),
  /** Epoch seconds after which DynamoDB may remove the item. */
  expiresAt: z.int(),
});
export type RunRecord = z.infer<typeof RunRecord>;

export interface RunWithTables {
  readonly run: RunRecord;
  /** By schema and table, ascending. */
  readonly tables: readonly TableRecord[];
}

/** State of a run: `open` until it is closed, then the verdict's outcome. */
export function stateOf(run: RunRecord): 'open' | Verdict['outcome'] {
  return run.phases.closed === undefined ? 'open' : (run.verdict?.outcome ?? 'failed');
}

/** Reason why an open run does not move on. Undefined for a run that waits neither for admission nor for DMS to accept its task. */
export function waitingText({
  phases,
  waitsFor,
  waitsForDms,
}: Pick<RunRecord, 'phases' | 'waitsFor' | 'waitsForDms'>): string | undefined {
  if (phases.closed !== undefined) return undefined;
  if (phases.waited !== undefined && phases.admitted === undefined)
    return waitsFor ?? 'waiting for admission';
  return waitsForDms === undefined ? undefined : `waiting: ${waitsForDms}`;
}

/** DMS endpoints and instance of a job's run. Only the run of a load has none, and it creates no task. */
export function endpointsOf(run: Pick<RunRecord, 'run' | 'endpoints'>): NonNullable<RunRecord['endpoints']> {
  if (run.endpoints === undefined)
    throw new RunError('InvalidRunInput', `${run.run} is the run of a load, which has no endpoints`);
  return run.endpoints;
}

/** Requester of a run: a person or program, `schedule`, `deployment`, `reload`, or the URL of a file. */
export function requesterOf({ trigger }: Pick<RunRecord, 'trigger'>): string {
  switch (trigger.by) {
    case 'schedule':
    case 'deployment':
    case 'reload':
      return trigger.by;
    case 'request':
    case 'retry':
      return trigger.requestedBy;
    case 'file':
      return `s3://${trigger.bucket}/${trigger.key}`;
  }
}
