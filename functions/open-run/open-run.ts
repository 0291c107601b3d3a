import * as z from 'zod/mini';
import type { Executions } from '../../aws/executions';
import type { History } from '../../aws/history/history';
import type { Plans } from '../../aws/plans';
import type { Mode } from '../../core/model/mode';
import { isMissed } from '../../core/runs/job/missed-run';
import type { JobState } from '../../core/runs/job/job-state';
import type { InFlightRun } from '../../core/runs/record/in-flight-run';
import { newInFlightRun, newRun } from '../../core/runs/record/new-run';
import { parseEvent } from '../../core/runs/record/parse-event';
import { RunInput } from '../../core/runs/record/run-input';
import type { RunRecord } from '../../core/runs/record/run-record';
import { type AttemptPorts, openAttempt } from './open-attempt';
import { openReplication } from './open-replication';
import { requestAdmission } from './request-admission';
import { skip, skipPaused } from './skip';

export interface OpenRunPorts extends AttemptPorts {
  readonly executions: Executions;
  readonly plans: Plans;
  readonly retentionDays: number;
}

/** `opened` continues, `waiting` waits for admission and comes back. The other members are always present, because the state machine assigns them. */
export interface Opening {
  readonly opening: 'opened' | 'waiting' | 'duplicate' | 'skipped';
  readonly run: string;
  readonly mode: Mode;
  readonly maxDurationSeconds: number;
  /** Time at which a run stops waiting, in milliseconds. 0 for a run that does not wait. */
  readonly waitUntil: number;
}

const OpenRunEvent = z.strictObject({
  execution: z.string().check(z.minLength(1)),
  input: RunInput,
  /** Absent: the execution has the state machine of an earlier version, which cannot wait. */
  canWait: z.optional(z.literal(true)),
});

/**
 * Records the run once, takes the job's lease, and checks that the plan can be run. A run that has to wait is opened again when a
 * poll has admitted it, or when it has waited for too long.
 */
export async function openRun(ports: OpenRunPorts, event: unknown, now: Date): Promise<Opening> {
  const { history, plans, retentionDays } = ports;
  const { execution, input, canWait } = parseEvent(OpenRunEvent, event);
  const opened = newRun(input, execution, retentionDays, now);
  const { run } = opened;
  // Polls close a run only while it is in flight, so a record without an in-flight item could stay open for ever.
  const { record: known, inFlightRun, jobState } = await history.runToOpen(run, input.job);
  let isOpened = false;
  if (known === undefined || isMissed(known))
    isOpened = await history.openInFlightRun(newInFlightRun(opened));
  else if (isAdmitted(known, inFlightRun, execution)) return await begin(ports, known, jobState, input, now);
  const record = await history.openRun(opened);
  if (record.execution !== execution) {
    await withdraw(history, record, execution);
    return { ...nothing(run), opening: 'duplicate' };
  }
  if (record.phases.closed !== undefined) {
    // An earlier attempt has skipped it, or it was closed while it waited.
    await history.releaseLease(record.jobKey, run);
    await history.closeInFlightRun({ run });
    return { ...nothing(run), opening: 'skipped' };
  }

  const own = isOpened ? newInFlightRun(opened) : await claim(history, record);
  if (await skipPaused(history, record, jobState, now)) return { ...nothing(run), opening: 'skipped' };
  const job = await plans.job(input.plan, input.job);
  const { mode, maxDurationSeconds } = job;
  const requested = await requestAdmission(ports, record, own, job, canWait === true, now);
  switch (requested.admission) {
    case 'given':
      return await begin(ports, record, jobState, input, now);
    case 'waiting':
      return { opening: 'waiting', run, mode, maxDurationSeconds, waitUntil: Date.parse(requested.until) };
    case 'refused':
      await skip(history, record, requested, now);
      return { ...nothing(run), opening: 'skipped' };
  }
}

/** Returns true for a run of this execution that a poll has admitted. Nothing of it needs to be opened again. */
function isAdmitted(known: RunRecord, inFlightRun: InFlightRun | undefined, execution: string): boolean {
  if (known.execution !== execution || known.phases.closed !== undefined) return false;
  return inFlightRun?.execution === execution && inFlightRun.admittedAt !== undefined;
}

/** Begins an admitted run, unless its job was paused meanwhile. */
async function begin(
  ports: OpenRunPorts,
  record: RunRecord,
  jobState: JobState | undefined,
  input: RunInput,
  now: Date,
): Promise<Opening> {
  const { run } = record;
  if (await skipPaused(ports.history, record, jobState, now)) return { ...nothing(run), opening: 'skipped' };
  const job = await ports.plans.job(input.plan, input.job);
  const { mode, maxDurationSeconds } = job;
  if (mode !== 'full-load' && (await openReplication(ports.history, record, job, now)) === 'skipped')
    return { ...nothing(run), opening: 'skipped' };
  await openAttempt(ports, record, job);
  return { opening: 'opened', run, mode, maxDurationSeconds, waitUntil: 0 };
}

/** Makes sure that the item in flight exists and is of this execution, and returns it: an earlier attempt may have written it. */
async function claim(history: History, record: RunRecord): Promise<InFlightRun | undefined> {
  await history.openInFlightRun(newInFlightRun(record));
  await history.claimInFlightRun(record.run, record.execution);
  return await history.inFlightRun(record.run);
}

/** Gives the in-flight item to the execution that owns the run, when both opened it at once. */
async function withdraw(history: History, record: RunRecord, execution: string): Promise<void> {
  await history.withdrawInFlightRun(record.run, execution);
  if (record.phases.closed === undefined) await history.openInFlightRun(newInFlightRun(record));
}

function nothing(run: string): Omit<Opening, 'opening'> {
  return { run, mode: 'full-load', maxDurationSeconds: 0, waitUntil: 0 };
}
