import { type LeasePorts, leaseJob } from '../../../application/runs/lease-job';
import { type InFlightRun, isWaiting, type Waits } from '../../../core/runs/record/in-flight-run';
import { byOpening, decideAdmissions, holderAmong } from '../../../core/runs/admission/decide-admissions';
import type { Attempts } from '../attempts';

/** Decisions to try when another poll decides at the same time. The next poll continues. */
const mostDecisions = 3;

/**
 * Admits waiting runs and returns the runs in flight as they are afterwards. The decision is stored under a condition
 * before it is carried out, so two polls at once never exceed a limit, and the next poll completes a decision that was cut short.
 */
export async function admitRuns(
  ports: LeasePorts,
  attempts: Attempts,
  read: readonly InFlightRun[],
  now: Date,
): Promise<readonly InFlightRun[]> {
  if (!read.some(isWaiting)) return read;
  const tried = new Set<string>();
  for (const run of read.filter(isWaiting).sort(byOpening)) {
    if (run.waits.until <= now.toISOString() || tried.has(run.forJob)) continue;
    tried.add(run.forJob);
    await attempts.do(() => takeLease(ports, run, read, now));
  }
  return await attempts.take(() => decide(ports, attempts, now), read);
}

/** Takes the lease for the first run of its job that waits for it. */
async function takeLease(
  ports: LeasePorts,
  run: InFlightRun & { readonly waits: Waits },
  read: readonly InFlightRun[],
  now: Date,
): Promise<void> {
  const { forJob: jobKey, execution, waits } = run;
  if (holderAmong(read, jobKey) !== undefined) return;
  if ((await leaseJob(ports, { run: run.run, jobKey, execution }, now)) !== run.run) return;
  await ports.history.inFlightRunWaits(run.run, { ...waits, leased: true });
}

async function decide(
  { history }: LeasePorts,
  attempts: Attempts,
  now: Date,
): Promise<readonly InFlightRun[]> {
  let inFlightRuns: readonly InFlightRun[] = [];
  for (let decision = 1; decision <= mostDecisions; decision += 1) {
    // In this order: an admission by another poll after the first read makes this decision void.
    const before = await history.admissions();
    inFlightRuns = await history.inFlightRuns();
    const { given, blocked } = decideAdmissions(inFlightRuns, before.given, now);
    const isNew = given.length !== before.given.length || given.some((run) => !before.given.includes(run));
    if (isNew && !(await history.admitRuns(before, given))) continue;
    const begun = new Map<string, InFlightRun>();
    for (const run of given) {
      const ended = await attempts.take(() => history.endWait(run, now.toISOString()), undefined);
      if (ended !== undefined) begun.set(run, ended);
    }
    for (const run of inFlightRuns) {
      const text = blocked.get(run.run);
      if (text !== undefined && isWaiting(run) && run.waits.text !== text)
        await attempts.do(async () => {
          await history.recordWait(run.run, now.toISOString(), text);
          await history.inFlightRunWaits(run.run, { ...run.waits, text });
        });
    }
    return inFlightRuns.map((run) => begun.get(run.run) ?? run);
  }
  return inFlightRuns;
}
