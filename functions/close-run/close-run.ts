import * as z from 'zod/mini';
import type { History } from '../../aws/history';
import { type Ending, endingOf } from '../../core/runs/ending';
import { readable } from '../../core/runs/failure';
import { parseEvent } from '../../core/runs/parse-event';
import { runIdOf } from '../../core/runs/run-identity';
import { RunInput } from '../../core/runs/run-input';
import { Failure, type RunRecord } from '../../core/runs/run-record';
import { verdictWithout } from '../../core/runs/verdict';

const CloseRunEvent = z.strictObject({
  /** Null when OpenRun failed: the run's identity then follows from the input. */
  run: z.nullable(z.string()),
  execution: z.string(),
  input: z.unknown(),
  failure: z.nullable(Failure),
  leftBehind: z.nullable(Failure),
});

/** Writes the outcome down, gives the lease back, and leaves to the sweep what could not be removed. */
export async function closeRun(
  ports: { readonly history: History },
  event: unknown,
  now: Date,
): Promise<Ending> {
  const { history } = ports;
  const { run, execution, input, ...given } = parseEvent(CloseRunEvent, event);
  const failure = given.failure === null ? undefined : readable(given.failure);
  const leftBehind = given.leftBehind === null ? undefined : readable(given.leftBehind);
  const record = await ownRun(history, run, execution, input);
  if (record === undefined) return endingOf(undefined, failure);

  const detail =
    failure === undefined ? 'no verdict was written' : `${failure.state}: ${failure.error}: ${failure.cause}`;
  const closed = await history.closeRun(record.run, {
    at: now.toISOString(),
    otherwise: verdictWithout('failed', failure === undefined ? 'not-judged' : 'state-failed', detail),
    leftBehind,
  });
  if (leftBehind === undefined) {
    await history.releaseLease(record.jobKey, record.run);
    await history.closeFlight(record.run);
  } else await history.orphanFlight(record.run, leftBehind);
  return endingOf(closed.verdict, failure);
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
