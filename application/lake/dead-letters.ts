import { setTimeout as pause } from 'node:timers/promises';
import { createDeadLetters, type DeadLetters, type ReceivedDeadLetter } from '../../aws/dead-letters';
import { namedEnvironment } from '../../core/model/environment-names';
import { copyToLakeDeadLettersName, copyToLakeQueueName } from '../../core/lake/copy-to-lake-queues';
import type { DeployedEnvironment } from '../environments/deployed-environment';
import { UseCaseError } from '../use-case-error';

/** Only the names of the environment are needed. */
type Deployed = { readonly platform: Pick<DeployedEnvironment['platform'], 'environment' | 'namePrefix'> };

/** Queue of the files that wait for their copy to the lake. */
export interface ArrivalQueue {
  readonly waiting: number;
  /** Messages that copy-to-lake works on. */
  readonly inWork: number;
  readonly deadLetters: number;
  /** Reasons of the dead letters that were read, the most frequent first. */
  readonly reasons: readonly { readonly reason: string; readonly letters: number }[];
}

export interface Redriven {
  readonly sent: number;
  readonly reasons: ArrivalQueue['reasons'];
}

/** Number of dead letters that are read for their reasons. */
const lettersRead = 100;
/** Seconds that reading hides them from a redrive. */
const readSeconds = 2;
/** Enough to send ten messages again; a redrive that is killed meanwhile sends them twice at most. */
const redriveSeconds = 60;

/** Reads the queue and the reasons of its dead letters. Throws where it is not deployed. */
export async function readArrivalQueue(
  { platform }: Deployed,
  letters: DeadLetters = createDeadLetters(),
): Promise<ArrivalQueue> {
  const [queueName, deadLettersName] = namesIn(platform);
  const queue = await letters.count(queueName);
  const dead = await letters.count(deadLettersName);
  if (queue === undefined || dead === undefined)
    throw new UseCaseError({
      kind: 'outdated-deployment',
      environment: platform.environment,
      lacks: 'arrivals',
    });
  const seen: ReceivedDeadLetter[] = [];
  while (seen.length < lettersRead && dead.waiting > 0) {
    const page = await letters.receive(deadLettersName, readSeconds);
    if (page.length === 0) break;
    seen.push(...page);
  }
  return { ...queue, deadLetters: dead.waiting + dead.inWork, reasons: reasonsOf(seen) };
}

/**
 * Sends every dead letter to the queue again. Each is sent before it is deleted: killed in between, its file is copied twice,
 * which is harmless. Waits once for letters that a reader hides.
 */
export async function redriveDeadLetters(
  { platform }: Deployed,
  letters: DeadLetters = createDeadLetters(),
  wait: (milliseconds: number) => Promise<unknown> = pause,
): Promise<Redriven> {
  const [to, from] = namesIn(platform);
  const moved: ReceivedDeadLetter[] = [];
  for (let hasWaited = false; ; ) {
    const page = await letters.receive(from, redriveSeconds);
    if (page.length === 0) {
      if (hasWaited || ((await letters.count(from))?.inWork ?? 0) === 0)
        return { sent: moved.length, reasons: reasonsOf(moved) };
      hasWaited = true;
      await wait(readSeconds * 1_000 + 500);
      continue;
    }
    const taken = await letters.sendAgain(
      to,
      page.map(({ body }) => body),
    );
    const sent = page.filter((_, index) => taken[index] === true);
    if (sent.length === 0) throw new Error(`the queue ${to} accepts no message`);
    await letters.delete(from, sent);
    moved.push(...sent);
  }
}

function namesIn(platform: Deployed['platform']): readonly [queue: string, deadLetters: string] {
  const environment = namedEnvironment(platform);
  return [copyToLakeQueueName(environment), copyToLakeDeadLettersName(environment)];
}

function reasonsOf(letters: readonly ReceivedDeadLetter[]): ArrivalQueue['reasons'] {
  const counts = new Map<string, number>();
  for (const { reason } of letters) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => ({ reason, letters: count }))
    .sort((a, b) => b.letters - a.letters);
}
