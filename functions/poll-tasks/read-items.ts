import { type InFlightRun, isWaiting } from '../../core/runs/record/in-flight-run';
import type { Replication } from '../../core/runs/replication/replication';
import type { Attempts } from './attempts';
import type { PollPorts } from './poll-ports';

/** Everything that a poll may have to act on. */
export interface PolledItems {
  readonly inFlightRuns: readonly InFlightRun[];
  /** False when a run in flight could not be read. */
  readonly isComplete: boolean;
  readonly replications: readonly Replication[];
  /** False when a CDC job could not be read. */
  readonly knowsReplications: boolean;
  /** Jobs with a run in flight that is admitted, and brings up the task itself. */
  readonly held: ReadonlySet<string>;
}

/** Reads runs in flight and CDC jobs. What cannot be read is noted, and stops nothing else. */
export async function readItems({ history }: PollPorts, attempts: Attempts): Promise<PolledItems> {
  let isComplete = true;
  const inFlightRuns = await attempts.take<readonly InFlightRun[] | undefined>(
    () =>
      history.inFlightRuns((key, problem) => {
        isComplete = false;
        attempts.noteUnreadable(key, problem);
      }),
    undefined,
  );
  let knowsReplications = true;
  const replications = await attempts.take<readonly Replication[] | undefined>(
    () =>
      history.replications((key, problem) => {
        knowsReplications = false;
        attempts.noteUnreadable(key, problem);
      }),
    undefined,
  );
  const held = new Set((inFlightRuns ?? []).flatMap((run) => (isWaiting(run) ? [] : [run.forJob])));
  // Then the leases say which jobs have a run.
  if (inFlightRuns === undefined || !isComplete)
    for (const { forJob } of replications ?? []) {
      const isLeased = async () => (await history.lease(forJob)) !== undefined;
      if (await attempts.take(isLeased, true)) held.add(forJob);
    }
  return {
    inFlightRuns: inFlightRuns ?? [],
    isComplete: inFlightRuns !== undefined && isComplete,
    replications: replications ?? [],
    knowsReplications: replications !== undefined && knowsReplications,
    held,
  };
}
