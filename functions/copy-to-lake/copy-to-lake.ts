import * as z from 'zod/mini';
import type { DeadLetters } from '../../aws/dead-letters';
import type { ArrivalsByDay } from '../../aws/history/daily-arrivals';
import { dailyArrivals } from '../../core/lake/daily-arrivals';
import { readObjectEvent } from '../../core/lake/keys/object-event';
import type { Log } from '../../core/monitoring/log';
import { parseEvent } from '../../core/runs/record/parse-event';
import { type CopyPorts, type CopyResult, copyArrivals } from './copy-arrivals';

export interface CopyToLakePorts extends CopyPorts {
  readonly history: Pick<ArrivalsByDay, 'addArrivals'>;
  readonly letters: Pick<DeadLetters, 'send'>;
  readonly retentionDays: number;
  readonly log: Log;
}

/** Event of an SQS queue (https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html). */
const SqsEvent = z.object({
  Records: z.array(z.object({ messageId: z.string(), body: z.string(), eventSourceARN: z.string() })),
});
type Message = z.infer<typeof SqsEvent>['Records'][number];

/** Messages to deliver again; all others are done (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html). */
export interface BatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/**
 * Copies the objects of the messages. Each message has its own result: done, delivered again, or moved to the dead-letter queue with
 * the reason, when no retry can copy it. See docs/pitfalls.md#one-bad-record-fails-a-batch.
 */
export async function copyToLake(ports: CopyToLakePorts, event: unknown, now: Date): Promise<BatchResponse> {
  const { Records } = parseEvent(SqsEvent, event);
  const read = Records.map((message) => ({ message, event: readObjectEvent(message.body) }));
  const arrived = read.flatMap(({ event }) => (event.kind === 'created' ? event.objects : []));
  const results = await copyArrivals(ports, arrived, now);

  const again = new Set<Message>();
  const dead: { readonly message: Message; readonly reason: string }[] = [];
  for (const { message, event } of read) {
    const reason = event.kind === 'unreadable' ? event.reason : undefined;
    const own = event.kind === 'created' ? event.objects.flatMap((object) => results.get(object) ?? []) : [];
    const foreign = own.flatMap((result) => (result.kind === 'foreign' ? result.reason : []));
    if (own.some(({ kind }) => kind === 'failed')) again.add(message);
    else if (reason !== undefined) dead.push({ message, reason });
    else if (foreign[0] !== undefined) dead.push({ message, reason: foreign[0] });
  }
  for (const message of await moveToDeadLetters(ports, dead)) again.add(message);
  await count(ports, [...new Set(results.values())], now);
  ports.log.info(
    'copied staged files',
    summary(Records.length, [...new Set(results.values())], again.size, dead),
  );
  return { batchItemFailures: [...again].map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

/** Moves messages to the dead-letter queue. Returns those that it did not accept. */
async function moveToDeadLetters(
  { letters, log }: CopyToLakePorts,
  dead: readonly { readonly message: Message; readonly reason: string }[],
): Promise<readonly Message[]> {
  const [first] = dead;
  if (first === undefined) return [];
  const queue = `${first.message.eventSourceARN.split(':').at(-1)}-dead-letters`;
  try {
    const taken = await letters.send(
      queue,
      dead.map(({ message: { body }, reason }) => ({ body, reason })),
    );
    return dead.filter((_, index) => taken[index] !== true).map(({ message }) => message);
  } catch (error) {
    log.error('the dead-letter queue does not accept messages', { problem: String(error) });
    return dead.map(({ message }) => message);
  }
}

/** Counts what was copied just now, so that nothing is counted twice. An error here does not undo a copy. */
async function count(
  { history, retentionDays, log }: CopyToLakePorts,
  results: readonly CopyResult[],
  now: Date,
): Promise<void> {
  const copied = results.flatMap((result) => (result.kind === 'copied' ? result : []));
  const writes = [...dailyArrivals(copied)].map(([jobKey, arrivals]) =>
    history.addArrivals(jobKey, arrivals, now, retentionDays),
  );
  for (const write of await Promise.allSettled(writes))
    if (write.status === 'rejected')
      log.error('arrivals were not counted', { problem: String(write.reason) });
}

function summary(
  messages: number,
  results: readonly CopyResult[],
  again: number,
  dead: readonly { readonly reason: string }[],
) {
  const counts: Partial<Record<CopyResult['kind'], number>> = {};
  for (const { kind } of results) counts[kind] = (counts[kind] ?? 0) + 1;
  const failures = results.flatMap((result) => (result.kind === 'failed' ? result.reason : [])).slice(0, 5);
  const calls = results.reduce((sum, result) => sum + ('calls' in result ? result.calls : 0), 0);
  return {
    messages,
    ...counts,
    calls,
    again,
    deadLetters: dead.length,
    ...(failures.length > 0 ? { failures } : {}),
  };
}
