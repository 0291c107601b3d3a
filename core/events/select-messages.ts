import type { OutboxMessage } from './outbox-message';

/** Messages that a poll may deliver now: never tried first, then the oldest. At most `most`. */
export function selectMessages(
  waiting: readonly OutboxMessage[],
  now: Date,
  most: number,
): readonly OutboxMessage[] {
  const at = now.toISOString();
  return waiting
    .filter(({ notBefore }) => notBefore === undefined || notBefore < at)
    .toSorted((a, b) => triesOf(a) - triesOf(b) || inOrder(a, b))
    .slice(0, most);
}

/** Messages of each job in the order of their intents, so that the ends of its attempts are settled in their order. */
export function byJob(messages: readonly OutboxMessage[]): readonly (readonly OutboxMessage[])[] {
  const groups = new Map<string, OutboxMessage[]>();
  for (const message of messages) {
    const known = groups.get(message.forJob) ?? [];
    groups.set(message.forJob, known);
    known.push(message);
  }
  return [...groups.values()].map((group) => group.toSorted(inOrder));
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
