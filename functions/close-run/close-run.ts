import * as z from 'zod/mini';
import type { History } from '../../aws/history/history';
import { Failure, readable } from '../../core/runs/record/failure';
import { parseEvent } from '../../core/runs/record/parse-event';
import { runIdOf } from '../../core/runs/record/run-identity';
import { RunInput } from '../../core/runs/record/run-input';
import type { RunRecord } from '../../core/runs/record/run-record';
import { taskStep } from '../../core/runs/task/task-step';
import { type ExecutionOutput, executionOutputOf } from '../../core/runs/verdict/execution-output';
import { verdictWithout } from '../../core/runs/verdict/verdict';

const CloseRunEvent = z.strictObject({
  /** Null when OpenRun failed: the run's identity then follows from the input. */
  run: z.nullable(z.string()),
  execution: z.string(),
  input: z.unknown(),
  failure: z.nullable(Failure),
  leftBehind: z.nullable(Failure),
});

/** Writes the outcome down, gives the lease back, and leaves to the poll what could not be removed. */
export async function closeRun(
  ports: { readonly history: History },
  event: unknown,
  now: Date,
): Promise<ExecutionOutput> {
  const { history } = ports;
  const { run, execution, input, ...given } = parseEvent(CloseRunEvent, event);
  const failure = given.failure === null ? undefined : readable(given.failure);
  const leftBehind = given.leftBehind === null ? undefined : readable(given.leftBehind);
  const record = await ownRun(history, run, execution, input);
  if (record === undefined) return executionOutputOf(undefined, failure);

  const detail =
    failure === undefined ? 'no verdict was written' : `${failure.state}: ${failure.error}: ${failure.cause}`;
  const closed = await history.closeRun(record.run, {
    at: now.toISOString(),
    otherwise: verdictWithout('failed', failure === undefined ? 'not-judged' : 'state-failed', detail),
    leftBehind,
  });
  if (leftBehind === undefined && (await forgetInFlightRun(history, record.run, now)))
    await history.releaseLease(record.jobKey, record.run);
  else await history.orphanInFlightRun(record.run, leftBehind ?? madeTooLate);
  return executionOutputOf(closed.verdict, failure);
}

/** The task of a CreateTask that went on after its state had timed out. */
const madeTooLate: Failure = {
  state: 'CloseRun',
  error: 'ExecutionEnded',
  cause: 'its task was made after the state that makes it had ended',
};

/** Whether nothing is in flight any more; a task that was made and not seen to go is. */
async function forgetInFlightRun(history: History, run: string, now: Date): Promise<boolean> {
  const inFlightRun = await history.inFlightRun(run);
  if (inFlightRun === undefined) return true;
  const isGone = taskStep({ ...inFlightRun, goal: 'deleted' }, undefined, now).do === 'arrive';
  return isGone && (await history.closeInFlightRun(inFlightRun));
}

/** The run that this execution opened, if it came so far. */
async function ownRun(
  history: History,
  run: string | null,
  execution: string,
  input: unknown,
): Promise<RunRecord | undefined> {
  const parsed = RunInput.safeParse(input);
  const id = run ?? (parsed.success ? runIdOf(parsed.data) : undefined);
  const record = id === undefined ? undefined : await history.run(id);
  return record?.execution === execution ? record : undefined;
}
