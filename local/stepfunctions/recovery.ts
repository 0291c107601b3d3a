import type { Catcher, Retrier, State } from './definition/schema';
import { matches, StatesError } from './states-error';
import { type Outcome, produce, type Visit } from './visit';

type Recovering = Extract<State, { Type: 'Task' | 'Map' | 'Parallel' }>;

/** Runs a state's attempts as its Retry says, then its Catch. Throws a StatesError that neither matches. */
export async function withRecovery<S extends Recovering>(
  visit: Visit<S>,
  attempt: (visit: Visit<S>) => Promise<Outcome>,
): Promise<Outcome> {
  const { machine, cancellation } = visit.frame;
  const used = new Map<Retrier, number>();
  for (let retryCount = 0; ; retryCount += 1) {
    try {
      return await attempt({ ...visit, retryCount });
    } catch (error) {
      if (!(error instanceof StatesError)) throw error;
      const retrier = visit.state.Retry?.find((one) => matches(one.ErrorEquals, error));
      const retries = retrier === undefined ? 0 : (used.get(retrier) ?? 0);
      if (retrier !== undefined && retries < retrier.MaxAttempts) {
        used.set(retrier, retries + 1);
        const delay = delaySeconds(retrier, retries, machine.chance.random) * 1000;
        await cancellation.until(machine.clock, new Date(machine.clock.now().getTime() + delay));
        machine.transitions += 1;
        continue;
      }
      const catcher = visit.state.Catch?.find((one) => matches(one.ErrorEquals, error));
      if (catcher === undefined) throw error;
      return caught({ ...visit, retryCount }, catcher, error);
    }
  }
}

function caught(visit: Visit, catcher: Catcher, error: StatesError): Promise<Outcome> {
  return produce(visit, catcher, error.output, catcher.Next, { errorOutput: error.output });
}

/** Seconds before retry number `retries` + 1. With FULL jitter a random part of them. */
export function delaySeconds(retrier: Retrier, retries: number, random: () => number): number {
  const backedOff = retrier.IntervalSeconds * retrier.BackoffRate ** retries;
  const delay = Math.min(backedOff, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
  return retrier.JitterStrategy === 'FULL' ? random() * delay : delay;
}
