import * as z from 'zod/mini';
import type { History } from '../../aws/history/history';
import type { RunInFlight } from '../../aws/history/reader';
import { Failure, readable } from '../../core/runs/record/failure';
import type { InFlightRun } from '../../core/runs/record/in-flight-run';
import { parseEvent } from '../../core/runs/record/parse-event';
import { runIdOf } from '../../core/runs/record/run-identity';
import { RunInput } from '../../core/runs/record/run-input';
import { taskStep } from '../../core/runs/task/task-step';
import { type ExecutionOutput, executionOutputOf } from '../../core/runs/verdict/execution-output';
import { verdictWithout } from '../../core/runs/verdict/verdict';

const CloseRunEvent = z.strictObject({
  /** Null when OpenRun failed: then the input determines the run's id. */
  run: z.nullable(z.string()),
  execution: z.string(),
  input: z.unknown(),
  failure: z.nullable(Failure),
  leftBehind: z.nullable(Failure),
});

/** Records the outcome and releases the lease. A task that could not be removed is left to the polls. */
export async function closeRun(
  ports: { readonly history: History },
  event: unknown,
  now: Date,
): Promise<ExecutionOutput> {
  const { history } = ports;
  const { run, execution, input, ...given } = parseEvent(CloseRunEvent, event);
  const failure = given.failure === null ? undefined : readable(given.failure);
  const leftBehind = given.leftBehind === null ? undefined : readable(given.leftBehind);
  const { record, inFlightRun } = await ownRun(history, run, execution, input);
  if (record === undefined) return executionOutputOf(undefined, failure);

  const detail =
    failure === undefined ? 'no verdict was written' : `${failure.state}: ${failure.error}: ${failure.cause}`;
  const otherwise = verdictWithout('failed', failure === undefined ? 'not-judged' : 'state-failed', detail);
  const closing = { at: now.toISOString(), otherwise, leftBehind };
  const closed = await history.closeRun(record.run, closing, record);
  const isOver = leftBehind === undefined && isGone(inFlightRun, now);
  // The item goes last: if this function does not get there, a poll finds it and repeats what is missing.
  if (isOver) await history.releaseLease(record.jobKey, record.run);
  if (!isOver || !(await forget(history, inFlightRun)))
    await history.orphanInFlightRun(record.run, leftBehind ?? createdTooLate, closing.at);
  return executionOutputOf(closed.verdict, failure);
}

/** Failure of a run whose CreateTask continued after its state had timed out. */
const createdTooLate: Failure = {
  state: 'CloseRun',
  error: 'ExecutionEnded',
  cause: 'its task was created after the state CreateTask had ended',
};

/** Returns false while the run's task is not known to be deleted. */
function isGone(inFlightRun: InFlightRun | undefined, now: Date): boolean {
  if (inFlightRun === undefined) return true;
  return taskStep({ ...inFlightRun, goal: 'deleted' }, undefined, now).do === 'arrive';
}

/** Returns false when a task was recorded since the item was read. Nobody has started it. */
async function forget(history: History, inFlightRun: InFlightRun | undefined): Promise<boolean> {
  return inFlightRun === undefined || (await history.closeInFlightRun(inFlightRun));
}

/** Run that this execution opened, if it got so far. */
async function ownRun(
  history: History,
  run: string | null,
  execution: string,
  input: unknown,
): Promise<Partial<RunInFlight>> {
  const parsed = RunInput.safeParse(input);
  const id = run ?? (parsed.success ? runIdOf(parsed.data) : undefined);
  const found = id === undefined ? {} : await history.runInFlight(id);
  return found.record?.execution === execution ? found : {};
}
