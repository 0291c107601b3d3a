import { randomUUID } from 'node:crypto';
import type { CloudContext, InvokeFunction } from '../service';
import type { LocalSqs } from '../sqs/sqs';
import { EventSource, type EventSourceDefinition, type MayRead } from './event-source';

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

  /** Mappings with their IDs. */
  all(): readonly { readonly id: string; readonly definition: EventSourceDefinition }[] {
    return [...this.#sources].map(([id, { definition }]) => ({ id, definition }));
  }

  remove(id: string): void {
    this.#sources.get(id)?.stop();
    this.#sources.delete(id);
  }

  stop(): void {
    for (const id of [...this.#sources.keys()]) this.remove(id);
  }
}
