import { type InFlightRun, isWaiting, type Waits } from '../record/in-flight-run';

type WaitingRun = InFlightRun & { readonly waits: Waits };

export interface AdmissionDecision {
  /** Runs that are admitted although their items still wait: those of before, and new ones. */
  readonly given: readonly string[];
  /** Reason of each run that still waits, as people see it. */
  readonly blocked: ReadonlyMap<string, string>;
}

/**
 * Decides which waiting runs begin: those that hold their job's lease, in the order in which they opened, while each resource of
 * their limits has room. A run that is blocked by one resource stops no run that uses others.
 * `given`: earlier decisions that may not have reached the items yet. Such runs count as begun.
 */
export function decideAdmissions(
  inFlightRuns: readonly InFlightRun[],
  given: readonly string[],
  now: Date,
): AdmissionDecision {
  const waiting = inFlightRuns.filter(isWaiting);
  const before = new Set(given);
  const counts = new Map<string, number>();
  const begin = ({ uses }: InFlightRun): void => {
    for (const arn of Object.values(uses ?? {})) counts.set(arn, (counts.get(arn) ?? 0) + 1);
  };
  for (const run of inFlightRuns) if (run.waits === undefined || before.has(run.run)) begin(run);
  const admitted = waiting.filter(({ run }) => before.has(run)).map(({ run }) => run);
  const blocked = new Map<string, string>();
  for (const run of [...waiting].sort(byOpening)) {
    if (before.has(run.run) || run.waits.until <= now.toISOString()) continue;
    const reason = run.waits.leased ? limitText(run, counts) : holderText(run, inFlightRuns);
    if (reason === undefined) {
      admitted.push(run.run);
      begin(run);
    } else blocked.set(run.run, reason);
  }
  return { given: admitted, blocked };
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
