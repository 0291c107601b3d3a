import { type InFlightRun, isWaiting, type Waits } from '../record/in-flight-run';
import { type Hold, holdText, lastingHold } from './hold';
import { requestsAfter, totalOf } from './requests-of-goal';

type WaitingRun = InFlightRun & { readonly waits: Waits };

export interface AdmissionDecision {
  /** Runs that are admitted although their items still wait: those of before, and new ones. */
  readonly given: readonly string[];
  /** Reason of each run that still waits, as people see it. */
  readonly blocked: ReadonlyMap<string, string>;
}

/** Gate that all runs pass: a hold closes it for runs that use what it holds, and DMS requests that can be paid are its width. */
export interface Gate {
  readonly holds?: readonly Hold[];
  readonly payable: number;
}

/**
 * Decides which waiting runs begin: those that hold their job's lease, in the order in which they opened, while each resource of
 * their limits has room. A run that is blocked by one resource stops no run that uses others.
 * A run that only waits for DMS requests stops all that opened after it, so that they do not take its requests.
 * `given`: earlier decisions that may not have reached the items yet. Such runs count as begun.
 */
export function decideAdmissions(
  inFlightRuns: readonly InFlightRun[],
  given: readonly string[],
  now: Date,
  gate: Gate,
): AdmissionDecision {
  const waiting = inFlightRuns.filter(isWaiting);
  const before = new Set(given);
  const counts = new Map<string, number>();
  const begin = (run: InFlightRun): void => {
    for (const arn of usedBy(run)) counts.set(arn, (counts.get(arn) ?? 0) + 1);
  };
  for (const run of inFlightRuns) if (run.waits === undefined || before.has(run.run)) begin(run);
  const admitted = waiting.filter(({ run }) => before.has(run)).map(({ run }) => run);
  const blocked = new Map<string, string>();
  let payable = gate.payable - requestsToPay(inFlightRuns, before);
  let withoutRequests = 0;
  for (const run of [...waiting].sort(byOpening)) {
    if (before.has(run.run) || run.waits.until <= now.toISOString()) continue;
    const reason = run.waits.leased
      ? (heldText(run, gate, now) ?? limitText(run, counts))
      : holderText(run, inFlightRuns);
    const requests = firstRequests(run);
    if (reason !== undefined) blocked.set(run.run, reason);
    else if (requests > payable || withoutRequests > 0) {
      blocked.set(run.run, requestsText(withoutRequests));
      withoutRequests += 1;
    } else {
      admitted.push(run.run);
      begin(run);
      payable -= requests;
    }
  }
  return { given: admitted, blocked };
}

/** Requests of a run between its admission and its next wait. */
export function firstRequests(run: InFlightRun): number {
  return totalOf(requestsAfter('admitted', run));
}

/** Requests of runs that are admitted, and whose payment is made when their token is answered. */
function requestsToPay(inFlightRuns: readonly InFlightRun[], given: ReadonlySet<string>): number {
  return inFlightRuns
    .filter(({ run, goal, orphanedBy, waits }) =>
      waits === undefined ? goal === 'admitted' && orphanedBy === undefined : given.has(run),
    )
    .reduce((sum, run) => sum + firstRequests(run), 0);
}

function requestsText(before: number): string {
  const runs = before === 1 ? '1 run is before it' : `${before} runs are before it`;
  return `waiting for DMS requests: ${before === 0 ? 'it is the next run' : runs}`;
}

/** A run of an earlier version does not say what it uses, or not all, so each hold holds it. */
function heldText(run: InFlightRun, { holds = [] }: Gate, now: Date): string | undefined {
  const arns = run.uses?.target === undefined ? undefined : usedBy(run);
  const hold = lastingHold(holds, arns, now, run.forJob);
  return hold === undefined ? undefined : holdText(hold);
}

function usedBy({ uses }: InFlightRun): readonly string[] {
  return Object.values(uses ?? {}).flatMap((arn) => arn ?? []);
}

export function byOpening(
  a: Pick<InFlightRun, 'since' | 'run'>,
  b: Pick<InFlightRun, 'since' | 'run'>,
): number {
  const [one, other] = [`${a.since} ${a.run}`, `${b.since} ${b.run}`];
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Run of a job that has the lease, as far as the items say. */
export function holderAmong(inFlightRuns: readonly InFlightRun[], jobKey: string): InFlightRun | undefined {
  return inFlightRuns.find(({ forJob, waits }) => forJob === jobKey && (waits === undefined || waits.leased));
}

export function waitingForRun(run: string): string {
  return `waiting for ${run}`;
}

function holderText({ forJob, waits }: WaitingRun, inFlightRuns: readonly InFlightRun[]): string {
  const holder = holderAmong(inFlightRuns, forJob);
  return holder === undefined ? waits.text : waitingForRun(holder.run);
}

/** Undefined: all resources have room. */
function limitText({ uses, waits }: WaitingRun, counts: ReadonlyMap<string, number>): string | undefined {
  for (const { of, name, most } of waits.limits) {
    const running = uses === undefined ? 0 : (counts.get(uses[of]) ?? 0);
    if (running >= most) return `waiting: ${running} of ${most} runs of ${name}`;
  }
  return undefined;
}
