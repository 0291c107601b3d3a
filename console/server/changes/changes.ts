import { undeliveredMessages } from '../../../application/environments/undelivered-messages';
import type { History } from '../../../aws/history/history';
import { mapConcurrently } from '../../../core/concurrency';

/** Names of what changed since the message before. No names: messages are no longer, or not yet, delivered. */
export interface Change {
  /** Jobs, as `department/job`. */
  readonly jobs: readonly string[];
  readonly runs: readonly string[];
}

type Source = Pick<History, 'jobStates' | 'inFlightRuns' | 'run' | 'replications' | 'outbox'>;

/** Text by job and by run that differs when something changed. */
export interface Fingerprint {
  readonly jobs: ReadonlyMap<string, string>;
  readonly runs: ReadonlyMap<string, { readonly job: string; readonly text: string }>;
  readonly undelivered: string;
}

const readsAtOnce = 20;

/** Reads the history only: states of jobs, CDC jobs, the records of runs in flight, and messages that wait. */
export async function fingerprint(history: Source): Promise<Fingerprint> {
  const [states, inFlight, replications, undelivered] = await Promise.all([
    history.jobStates(),
    history.inFlightRuns(() => undefined),
    history.replications(),
    // What cannot be read is shown by the answers of the pages, which then query again.
    undeliveredMessages(history, () => true).catch((error: unknown) => String(error)),
  ]);
  const jobs = new Map(states.map((state) => [state.forJob, JSON.stringify(state)]));
  for (const { forJob, desired, seen, latency, alerts, operationsPerMinute, slot, tables } of replications) {
    const faults = tables?.faulty.map(({ table, fault }) => [table, fault]);
    const text = JSON.stringify([
      desired,
      seen?.status,
      latency,
      alerts,
      operationsPerMinute,
      slot?.at,
      faults,
    ]);
    jobs.set(forJob, `${jobs.get(forJob) ?? ''} ${text}`);
  }
  const runs = await mapConcurrently(readsAtOnce, inFlight, async ({ run, forJob }) => {
    const record = await history.run(run);
    const text = JSON.stringify([
      record?.phases,
      record?.progress,
      record?.waitsFor,
      record?.waitsForDms,
      record?.cancelled,
    ]);
    return [run, { job: forJob, text }] as const;
  });
  return { jobs, runs: new Map(runs), undelivered: JSON.stringify(undelivered ?? null) };
}

/** Undefined when nothing changed. A run that is no longer in flight has changed. */
export function changeBetween(before: Fingerprint, after: Fingerprint): Change | undefined {
  const jobs = new Set<string>();
  const runs = new Set<string>();
  for (const key of new Set([...before.jobs.keys(), ...after.jobs.keys()]))
    if (before.jobs.get(key) !== after.jobs.get(key)) jobs.add(key);
  for (const key of new Set([...before.runs.keys(), ...after.runs.keys()])) {
    const [old, present] = [before.runs.get(key), after.runs.get(key)];
    if (old?.text === present?.text) continue;
    runs.add(key);
    for (const one of [old, present]) if (one !== undefined) jobs.add(one.job);
  }
  const isSame = jobs.size + runs.size === 0 && before.undelivered === after.undelivered;
  return isSame ? undefined : { jobs: [...jobs].sort(), runs: [...runs].sort() };
}
