import type { CloudContext, InvokeFunction } from '../service';
import { type Message, md5, type Queue } from '../sqs/queue';
import { batchFailures } from './batch-failures';

export interface EventSourceDefinition {
  readonly functionName: string;
  readonly queueArn: string;
  readonly batchSize: number;
  readonly windowSeconds: number;
  readonly maximumConcurrency: number;
  /** True with ReportBatchItemFailures. */
  readonly reportsFailures: boolean;
  readonly enabled: boolean;
}

/** Throws unless the function's role may read the queue. */
export type MayRead = (functionName: string, queueArn: string) => void;

/** Seconds after which a mapping whose role may no longer read the queue checks again. */
const refusedSeconds = 60;

/** One mapping: polls its queue and invokes its function with batches of messages. */
export class EventSource {
  #running = 0;
  #stopped = false;
  #cancel: (() => void) | undefined;
  #wakesAt = Number.POSITIVE_INFINITY;
  #unlisten: (() => void) | undefined;

  constructor(
    readonly context: CloudContext,
    readonly queue: Queue,
    readonly definition: EventSourceDefinition,
    readonly invoke: InvokeFunction,
    readonly mayRead: MayRead,
  ) {}

  start(): void {
    this.#unlisten = this.queue.onSend(() => this.#wakeIn(this.definition.windowSeconds * 1000));
    this.#wakeIn(0);
  }

  stop(): void {
    this.#stopped = true;
    this.#unlisten?.();
    this.#cancel?.();
  }

  /** Schedules the next poll. The earliest time wins. */
  #wakeIn(milliseconds: number): void {
    const at = this.context.clock.now().getTime() + Math.max(0, milliseconds);
    if (this.#stopped || at >= this.#wakesAt) return;
    this.#cancel?.();
    this.#wakesAt = at;
    this.#cancel = this.context.clock.schedule(new Date(at), () => {
      this.#wakesAt = Number.POSITIVE_INFINITY;
      this.#poll();
    });
  }

  #poll(): void {
    const { batchSize, maximumConcurrency } = this.definition;
    const visibility = Number(this.queue.attributes['VisibilityTimeout'] ?? 30);
    if (!this.#isAllowed()) {
      this.#wakeIn(refusedSeconds * 1000);
      return;
    }
    while (!this.#stopped && this.#running < maximumConcurrency) {
      const batch = this.queue.receive(batchSize, visibility);
      if (batch.length === 0) break;
      this.#running += 1;
      void this.context.clock.track(this.#work(batch)).finally(() => {
        this.#running -= 1;
        this.#wakeIn(0);
      });
    }
    const next = this.queue.nextVisibleAt();
    if (this.#running < maximumConcurrency && next !== undefined)
      this.#wakeIn(next - this.context.clock.now().getTime());
  }

  /** False after a refusal, which is in the log. */
  #isAllowed(): boolean {
    try {
      this.mayRead(this.definition.functionName, this.definition.queueArn);
      return true;
    } catch {
      return false;
    }
  }

  /** Messages that are not deleted become visible again when their visibility timeout is over. */
  async #work(batch: readonly Message[]): Promise<void> {
    const { functionName, queueArn, reportsFailures } = this.definition;
    // A later delivery of a message that took too long has another receipt.
    const taken = batch.map((message) => ({ message, receipt: message.receipt ?? '' }));
    const Records = taken.map(({ message, receipt }) => this.#record(message, receipt, queueArn));
    try {
      const failed = reportsFailures
        ? batchFailures(await this.invoke(functionName, { Records }))
        : await this.#all(Records);
      if (failed === 'all') return;
      for (const { message, receipt } of taken) if (!failed.has(message.id)) this.queue.delete(receipt);
    } catch (error) {
      this.context.log(
        `${functionName} failed on ${batch.length === 1 ? 'a message' : `${batch.length} messages`}: ${String(error)}`,
      );
    }
  }

  async #all(Records: readonly object[]): Promise<ReadonlySet<string>> {
    await this.invoke(this.definition.functionName, { Records });
    return new Set();
  }

  #record(message: Message, receiptHandle: string, eventSourceARN: string) {
    return {
      messageId: message.id,
      receiptHandle,
      body: message.body,
      attributes: {
        ApproximateReceiveCount: String(message.receiveCount),
        SentTimestamp: String(message.sentAt),
        ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
      },
      messageAttributes: {},
      md5OfBody: md5(message.body),
      eventSource: 'aws:sqs',
      eventSourceARN,
      awsRegion: this.context.region,
    };
  }
}
