import { type LeasePorts, leaseJob } from '../../../application/runs/lease-job';
import { mapConcurrently } from '../../../core/concurrency';
import {
  type AdmissionDecision,
  byOpening,
  decideAdmissions,
  firstRequests,
  type Gate,
  holderAmong,
} from '../../../core/runs/admission/decide-admissions';
import { horizonsMs, payable, type RequestBudget } from '../../../core/runs/admission/request-budget';
import { type InFlightRun, isWaiting, type Waits } from '../../../core/runs/record/in-flight-run';
import type { Attempts } from '../attempts';
import type { SharedPhase } from '../turns';

export interface AdmissionPorts extends LeasePorts {
  readonly budget: RequestBudget;
}

/** Decisions to try when another poll decides at the same time. The next poll continues. */
const mostDecisions = 3;
const atOnce = 40;

/**
 * Admits waiting runs and returns the runs in flight as they are afterwards. The decision is stored under a condition
 * before it is carried out, so two polls at once never exceed a limit, and the next poll completes a decision that was cut short.
 */
export async function admitRuns(
  ports: AdmissionPorts,
  attempts: Attempts,
  read: readonly InFlightRun[],
  phase: SharedPhase,
  now: Date,
): Promise<readonly InFlightRun[]> {
  if (!read.some(isWaiting)) return read;
  const { turns, isLate } = phase;
  const first = new Map<string, InFlightRun & { readonly waits: Waits }>();
  for (const run of read.filter(isWaiting).sort(byOpening))
    if (run.waits.until > now.toISOString() && !first.has(run.forJob)) first.set(run.forJob, run);
  const free = [...first.values()].filter(({ forJob }) => holderAmong(read, forJob) === undefined);
  await turns.each(await turns.order('leases', free, nameOf), { atOnce, isLate }, async (run) => {
    await attempts.do(() => takeLease(ports, run, now));
  });
  return await attempts.take(() => decide(ports, attempts, now, phase), read);
}

/**
 * Admits the run that begins to wait, with all that opened before it, so that a run that nothing blocks waits for no poll. Many runs
 * that open at once do not all read everything: most find that another has admitted them, or that the budget is used up.
 */
export async function admitOwn(
  ports: AdmissionPorts,
  attempts: Attempts,
  own: InFlightRun,
  now: Date,
): Promise<InFlightRun> {
  const { history, budget } = ports;
  if (!isWaiting(own) || !own.waits.leased) return own;
  return await attempts.take(async () => {
    const { given } = await history.admissions();
    if (given.includes(own.run)) return (await begin(ports, own, now)) ?? own;
    const free = payable(budget, await history.paidUntil(), now.getTime(), horizonsMs.admission);
    if (free < firstRequests(own)) return own;
    const after = await decide(ports, attempts, now, own.run);
    return after.find(({ run }) => run === own.run) ?? own;
  }, own);
}

/** Takes the lease for the first run of its job that waits for it. */
async function takeLease(
  ports: LeasePorts,
  run: InFlightRun & { readonly waits: Waits },
  now: Date,
): Promise<void> {
  const { forJob: jobKey, execution, waits } = run;
  if ((await leaseJob(ports, { run: run.run, jobKey, execution }, now)) !== run.run) return;
  await ports.history.inFlightRunWaits(run.run, { ...waits, leased: true });
}

/** `recorded`: the phase in which the reasons of all runs that wait are recorded, or the one run whose reason is. */
async function decide(
  ports: AdmissionPorts,
  attempts: Attempts,
  now: Date,
  recorded: SharedPhase | string,
): Promise<readonly InFlightRun[]> {
  const { history } = ports;
  let inFlightRuns: readonly InFlightRun[] = [];
  for (let decision = 1; decision <= mostDecisions; decision += 1) {
    // In this order: an admission by another poll after the first read makes this decision void.
    const before = await history.admissions();
    const gate = await gateOf(ports, now);
    inFlightRuns = await history.inFlightRuns();
    const { given, blocked } = decideAdmissions(inFlightRuns, before.given, now, gate);
    const isNew = given.length !== before.given.length || given.some((run) => !before.given.includes(run));
    if (isNew && !(await history.admitRuns(before, given))) continue;
    const admitted = new Set(given);
    const after = await mapConcurrently(atOnce, inFlightRuns, async (run) =>
      admitted.has(run.run) ? ((await attempts.take(() => begin(ports, run, now), undefined)) ?? run) : run,
    );
    const note = (run: InFlightRun) => record(ports, attempts, run, blocked, now);
    if (typeof recorded !== 'string') {
      const ordered = await recorded.turns.order('waiting runs', inFlightRuns.filter(isWaiting), nameOf);
      await recorded.turns.each(ordered, { atOnce, isLate: recorded.isLate }, note);
    } else for (const run of inFlightRuns) if (run.run === recorded) await note(run);
    return after;
  }
  return inFlightRuns;
}

async function gateOf({ history, budget }: AdmissionPorts, now: Date): Promise<Gate> {
  const holds = await history.holds();
  const paidUntil = await history.paidUntil();
  return { holds, payable: payable(budget, paidUntil, now.getTime(), horizonsMs.admission) };
}

/** Ends the wait of an admitted run. The item as it is then, also when another poll has ended the wait. */
async function begin(
  { history }: AdmissionPorts,
  { run }: InFlightRun,
  now: Date,
): Promise<InFlightRun | undefined> {
  return (await history.endWait(run, now.toISOString())) ?? (await history.inFlightRun(run));
}

/** Records a reason that has changed. */
async function record(
  { history }: AdmissionPorts,
  attempts: Attempts,
  run: InFlightRun,
  blocked: AdmissionDecision['blocked'],
  now: Date,
): Promise<void> {
  const text = blocked.get(run.run);
  if (text === undefined || !isWaiting(run) || run.waits.text === text) return;
  await attempts.do(async () => {
    await history.recordWait(run.run, now.toISOString(), text);
    await history.inFlightRunWaits(run.run, { ...run.waits, text });
  });
}

function nameOf({ run }: InFlightRun): string {
  return run;
}
