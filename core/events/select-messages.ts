import type { OutboxMessage } from './outbox-message';

/** Messages that one job gets before others have theirs. */
const perTurn = 10;

/**
 * Messages that a poll may deliver now: never tried first, then the oldest. Jobs take turns, so that a load of thousands of files
 * delays no other job. At most `most`.
 */
export function selectMessages(
  waiting: readonly OutboxMessage[],
  now: Date,
  most: number,
): readonly OutboxMessage[] {
  const at = now.toISOString();
  const due = waiting
    .filter(({ notBefore }) => notBefore === undefined || notBefore < at)
    .toSorted((a, b) => triesOf(a) - triesOf(b) || inOrder(a, b));
  const counts = new Map<string, number>();
  const turns = due.map((message) => {
    const count = counts.get(message.forJob) ?? 0;
    counts.set(message.forJob, count + 1);
    return { message, isTried: triesOf(message) > 0, turn: Math.floor(count / perTurn) };
  });
  return turns
    .toSorted((a, b) => Number(a.isTried) - Number(b.isTried) || a.turn - b.turn)
    .slice(0, most)
    .map(({ message }) => message);
}

/** Messages of each job in the order of their intents, so that the ends of its attempts are settled in their order. */
export function byJob(messages: readonly OutboxMessage[]): readonly (readonly OutboxMessage[])[] {
  return ofEachJob(messages, ({ forJob }) => forJob).map((group) => group.toSorted(inOrder));
}

/** Groups of one job each. Each keeps the order that it has in `all`. */
export function ofEachJob<One>(
  all: readonly One[],
  jobOf: (one: One) => string,
): readonly (readonly One[])[] {
  const groups = new Map<string, One[]>();
  for (const one of all) {
    const known = groups.get(jobOf(one)) ?? [];
    groups.set(jobOf(one), known);
    known.push(one);
  }
  return [...groups.values()];
}

function inOrder(a: OutboxMessage, b: OutboxMessage): number {
  return compare(a.at, b.at) || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function triesOf({ attempts = 0 }: OutboxMessage): number {
  return attempts;
}

const longestPause = 10;

/** Time of the next attempt after a failed one: one minute after the first, and a minute longer each time, up to ten. */
export function nextTry({ attempts = 0 }: Pick<OutboxMessage, 'attempts'>, now: Date): string {
  return new Date(now.getTime() + Math.min(attempts + 1, longestPause) * 60_000 - 1000).toISOString();
}
