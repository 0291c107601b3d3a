import { z } from 'zod';
import { type Journal, journalOf } from '../durable/journal';
import type { CloudContext } from '../service';
import type { Message, MessageKeeper, Queue } from './queue';

const KeptQueue = z.object({ createdAt: z.coerce.date(), attributes: z.record(z.string(), z.string()) });
const KeptMessage = z.object({
  id: z.string(),
  body: z.string(),
  attributes: z.record(z.string(), z.unknown()),
  sentAt: z.number(),
  visibleAt: z.number(),
  firstReceivedAt: z.number().optional(),
  receiveCount: z.number(),
  receipt: z.string().optional(),
  deadLetterSource: z.string().optional(),
});

export interface FoundQueue extends z.infer<typeof KeptQueue> {
  readonly name: string;
  readonly messages: Message[];
}

/** Kept state of queues, by `<name>`, and of messages, by `<name>/<id>`, from sending to deletion. */
export class KeptQueues {
  readonly #journal: Journal;

  constructor(context: CloudContext) {
    this.#journal = journalOf(context, 'sqs');
  }

  /** Queues of an earlier process. Their receivers are gone, so all messages can be received at once. */
  found(): readonly FoundQueue[] {
    const queues = new Map<string, FoundQueue>();
    for (const [key, value] of this.#journal.found) {
      const [name = '', id] = key.split('/');
      if (id === undefined) queues.set(name, { name, ...KeptQueue.parse(value), messages: [] });
      else queues.get(name)?.messages.push(toMessage(KeptMessage.parse(value)));
    }
    return [...queues.values()];
  }

  put({ name, createdAt, attributes }: Queue): void {
    this.#journal.put(name, { createdAt, attributes });
  }

  delete(name: string): void {
    for (const key of this.#journal.keys())
      if (key === name || key.startsWith(`${name}/`)) this.#journal.delete(key);
  }

  keeper(name: string): MessageKeeper {
    return {
      put: (message) => this.#journal.put(`${name}/${message.id}`, message),
      delete: ({ id }) => this.#journal.delete(`${name}/${id}`),
    };
  }
}

/** The delay of a message still counts. The visibility timeout of a crashed receiver does not. */
function toMessage(kept: z.infer<typeof KeptMessage>): Message {
  return kept.receiveCount === 0 ? kept : { ...kept, visibleAt: kept.sentAt };
}
