import { createHash, randomUUID } from 'node:crypto';
import type { Clock } from '../clock';

export interface Message {
  readonly id: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly sentAt: number;
  visibleAt: number;
  firstReceivedAt?: number | undefined;
  receiveCount: number;
  receipt?: string | undefined;
  /** Name of the queue from which a redrive policy moved it. */
  readonly deadLetterSource?: string | undefined;
}

/** Storage for the messages of a queue. */
export interface MessageKeeper {
  put(message: Message): void;
  delete(message: Message): void;
}

/** Destination of messages that were received `maxReceiveCount` times without being deleted. */
export interface Redrive {
  readonly maxReceiveCount: number;
  readonly to: Queue;
}

/** Standard queue: usually in order, at least once, and each message hidden while a receiver works on it. */
export class Queue {
  readonly name: string;
  readonly createdAt: Date;
  attributes: Record<string, string>;
  redrive: Redrive | undefined;
  readonly #clock: Clock;
  readonly #keeper: MessageKeeper;
  #messages: Message[];
  readonly #listeners = new Set<() => void>();
  readonly #waiting = new Set<() => void>();

  constructor(
    name: string,
    clock: Clock,
    keeper: MessageKeeper,
    found: { readonly createdAt: Date; readonly messages: readonly Message[] } | undefined,
    private readonly uuid: () => string = randomUUID,
  ) {
    this.name = name;
    this.#clock = clock;
    this.#keeper = keeper;
    this.attributes = {};
    this.createdAt = found?.createdAt ?? clock.now();
    this.#messages = [...(found?.messages ?? [])];
  }

  send(
    body: string,
    delaySeconds = 0,
    attributes: Readonly<Record<string, unknown>> = {},
    deadLetterSource?: string,
  ): Message {
    const now = this.#clock.now().getTime();
    const visibleAt = now + delaySeconds * 1000;
    const message: Message = {
      id: this.uuid(),
      body,
      attributes,
      sentAt: now,
      visibleAt,
      receiveCount: 0,
      ...(deadLetterSource === undefined ? {} : { deadLetterSource }),
    };
    this.#messages.push(message);
    this.#keeper.put(message);
    for (const wake of this.#waiting) wake();
    for (const listener of this.#listeners) listener();
    return message;
  }

  /** Calls `listener` for each message. The result ends that. */
  onSend(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Epoch milliseconds at which the next message can be received. Undefined when there is none. */
  nextVisibleAt(): number | undefined {
    return this.#messages.reduce<number | undefined>(
      (first, { visibleAt }) => (first === undefined || visibleAt < first ? visibleAt : first),
      undefined,
    );
  }

  receive(most: number, visibilitySeconds: number): readonly Message[] {
    const now = this.#clock.now().getTime();
    const taken: Message[] = [];
    for (const message of [...this.#messages]) {
      if (taken.length === most) break;
      if (message.visibleAt > now) continue;
      if (this.redrive !== undefined && message.receiveCount >= this.redrive.maxReceiveCount) {
        this.redrive.to.send(message.body, 0, message.attributes, this.name);
        this.#remove(message);
        continue;
      }
      message.receiveCount += 1;
      message.firstReceivedAt ??= now;
      message.receipt = this.uuid();
      message.visibleAt = now + visibilitySeconds * 1000;
      this.#keeper.put(message);
      taken.push(message);
    }
    return taken;
  }

  /**
   * Resolves when a message is sent, or after `milliseconds` of real time: a long poll must not block a
   * driven clock.
   */
  arrival(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      this.#waiting.add(wake);
    });
  }

  /** Ends all long polls. */
  release(): void {
    for (const wake of this.#waiting) wake();
  }

  /** Deletes a message. False when no message has that receipt. */
  delete(receipt: string): boolean {
    const found = this.#messages.filter((message) => message.receipt === receipt);
    for (const message of found) this.#remove(message);
    return found.length > 0;
  }

  changeVisibility(receipt: string, seconds: number): boolean {
    const message = this.#messages.find((candidate) => candidate.receipt === receipt);
    if (message === undefined) return false;
    message.visibleAt = this.#clock.now().getTime() + seconds * 1000;
    this.#keeper.put(message);
    return true;
  }

  /** Moves every message that can be received. Those without a destination are left. */
  moveAll(to: (message: Message) => Queue | undefined): { readonly moved: number; readonly left: number } {
    const now = this.#clock.now().getTime();
    const receivable = this.#messages.filter(({ visibleAt }) => visibleAt <= now);
    let moved = 0;
    for (const message of receivable) {
      const destination = to(message);
      if (destination === undefined) continue;
      this.#remove(message);
      destination.send(message.body, 0, message.attributes);
      moved += 1;
    }
    return { moved, left: receivable.length - moved };
  }

  purge(): void {
    for (const message of this.#messages) this.#remove(message);
  }

  #remove(message: Message): void {
    this.#messages = this.#messages.filter((other) => other !== message);
    this.#keeper.delete(message);
  }

  /** Numbers of messages that can be received, that are being worked on, and that are delayed. */
  counts(): { readonly visible: number; readonly hidden: number; readonly delayed: number } {
    const now = this.#clock.now().getTime();
    const waiting = this.#messages.filter((message) => message.visibleAt > now);
    const hidden = waiting.filter((message) => message.receiveCount > 0).length;
    return { visible: this.#messages.length - waiting.length, hidden, delayed: waiting.length - hidden };
  }
}

export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
