import { setTimeout as sleep } from 'node:timers/promises';
import type { DeadLetters, ReceivedDeadLetter } from '../../aws/dead-letters';
import { copyToLakeDeadLettersName, copyToLakeQueueName } from '../../infra/names';

export interface CopierState {
  readonly waiting: number;
  readonly inWork: number;
  readonly deadLetters: number;
  /** Of the dead letters that were looked at, the most frequent first. */
  readonly reasons: readonly { readonly reason: string; readonly letters: number }[];
}

/** Letters that are looked at for their reasons, and how long they are hidden from a redrive meanwhile. */
const lookedAt = 100;
const hiddenSeconds = 2;
/** Long enough to send one ten again; a redrive that is killed in between doubles them at most. */
const movedSeconds = 60;

export async function readCopierState(
  letters: DeadLetters,
  environment: string,
): Promise<CopierState | undefined> {
  const queue = await letters.count(copyToLakeQueueName(environment));
  const dead = await letters.count(copyToLakeDeadLettersName(environment));
  if (queue === undefined || dead === undefined) return undefined;
  const seen: ReceivedDeadLetter[] = [];
  while (seen.length < lookedAt && dead.waiting > 0) {
    const page = await letters.receive(copyToLakeDeadLettersName(environment), hiddenSeconds);
    if (page.length === 0) break;
    seen.push(...page);
  }
  return { ...queue, deadLetters: dead.waiting + dead.inWork, reasons: reasonsOf(seen) };
}

export interface Redriven {
  readonly sent: number;
  readonly reasons: CopierState['reasons'];
}

/**
 * Sends each again before it is deleted: killed in between, it is copied twice, which is harmless. Letters that a look at the copier
 * hides just now are waited for, once.
 */
export async function redrive(
  letters: DeadLetters,
  environment: string,
  wait: (milliseconds: number) => Promise<unknown> = sleep,
): Promise<Redriven> {
  const [from, to] = [copyToLakeDeadLettersName(environment), copyToLakeQueueName(environment)];
  const moved: ReceivedDeadLetter[] = [];
  for (let hasWaited = false; ; ) {
    const page = await letters.receive(from, movedSeconds);
    if (page.length === 0) {
      if (hasWaited || ((await letters.count(from))?.inWork ?? 0) === 0)
        return { sent: moved.length, reasons: reasonsOf(moved) };
      hasWaited = true;
      await wait(hiddenSeconds * 1_000 + 500);
      continue;
    }
    const taken = await letters.sendAgain(
      to,
      page.map(({ body }) => body),
    );
    const gone = page.filter((_, index) => taken[index] === true);
    if (gone.length === 0) throw new Error(`the queue ${to} takes no message`);
    await letters.delete(from, gone);
    moved.push(...gone);
  }
}

function reasonsOf(letters: readonly ReceivedDeadLetter[]): CopierState['reasons'] {
  const counts = new Map<string, number>();
  for (const { reason } of letters) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => ({ reason, letters: count }))
    .sort((a, b) => b.letters - a.letters);
}
