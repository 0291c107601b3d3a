import { randomUUID } from 'node:crypto';
import type { CloudContext, InvokeFunction } from '../service';
import { type Message, md5, type Queue } from '../sqs/queue';
import type { LocalSqs } from '../sqs/sqs';

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

/**
 * Event source mappings from queues to functions
 * (https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html).
 */
export class EventSources {
  readonly #context: CloudContext;
  readonly #sqs: LocalSqs;
  readonly #invoke: InvokeFunction;
  readonly #mayRead: MayRead;
  readonly #sources = new Map<string, EventSource>();

  constructor(
    context: CloudContext,
    sqs: LocalSqs,
    invoke: InvokeFunction,
    mayRead: MayRead = () => undefined,
  ) {
    this.#context = context;
    this.#sqs = sqs;
    this.#invoke = invoke;
    this.#mayRead = mayRead;
  }

  /** Creates a mapping and returns its ID. */
  create(definition: EventSourceDefinition): string {
    const queue = this.#sqs.find(definition.queueArn);
    if (queue === undefined) throw new Error(`the queue ${definition.queueArn} does not exist`);
    // CreateEventSourceMapping checks it too (aws/aws-cdk#6770).
    this.#mayRead(definition.functionName, definition.queueArn);
    const id = randomUUID();
    const source = new EventSource(this.#context, queue, definition, this.#invoke, this.#mayRead);
    this.#sources.set(id, source);
    if (definition.enabled) source.start();
    return id;
  }

  remove(id: string): void {
    this.#sources.get(id)?.stop();
    this.#sources.delete(id);
  }

  stop(): void {
    for (const id of [...this.#sources.keys()]) this.remove(id);
  }
}

class EventSource {
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
        ? failures(await this.invoke(functionName, { Records }))
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

/**
 * Failed messages of a batch. A response that is not in Lambda's form, or that names no message, fails the
 * whole batch (services-sqs-errorhandling.html).
 */
function failures(answer: unknown): ReadonlySet<string> | 'all' {
  if (answer === null || answer === undefined) return new Set();
  if (typeof answer !== 'object') return 'all';
  const listed: unknown = Reflect.get(answer, 'batchItemFailures');
  if (listed === undefined || listed === null) return new Set();
  if (!Array.isArray(listed)) return 'all';
  const ids = listed.map((one: unknown) =>
    typeof one === 'object' && one !== null ? Reflect.get(one, 'itemIdentifier') : undefined,
  );
  return ids.every((id) => typeof id === 'string' && id !== '') ? new Set(ids.map(String)) : 'all';
}
