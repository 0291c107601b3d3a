import { cutText } from '../../../core/cut-text';
import { mapConcurrently } from '../../../core/concurrency';
import type { OutboxMessage } from '../../../core/events/outbox-message';
import { byJob, nextTry, ofEachJob, selectMessages } from '../../../core/events/select-messages';
import type { PollPorts } from '../poll-ports';
import type { IsLate, PollTime } from '../poll-time';
import { prepareMessage, type ReadyMessage } from './prepare-message';
import { publishSteps } from './publish-message';
import { recipientsReader } from './recipients';

export type OutboxPorts = Pick<
  PollPorts,
  | 'history'
  | 'events'
  | 'channels'
  | 'alerts'
  | 'departments'
  | 'plans'
  | 'emitter'
  | 'log'
  | 'environment'
  | 'consoleUrl'
>;

/** Messages per poll. */
const perPoll = 200;
const atOnce = 10;
/** Events of one call of EventBridge. */
const eventsAtOnce = 10;
/** A poll that has not ended after this time was killed. */
const claimMs = 180_000;

/**
 * Delivers waiting messages. Each finished step is recorded in its message, so a later poll continues where this one breaks off. A
 * message that fails stops no other. It waits for a later poll, as does what exceeds the limits of this one, and is counted in the
 * metric `MessagesUndelivered`.
 */
export async function deliverOutbox(ports: OutboxPorts, now: Date, time: PollTime): Promise<void> {
  await new Delivery(ports, now, time).run();
}

/** Message after the attempt to put its event. */
interface PutMessage {
  readonly ready: ReadyMessage;
  /** Steps that are done. */
  readonly done: readonly string[];
  readonly problem: string | undefined;
  /** True when there was no time to put the event. */
  readonly waits: boolean;
}

class Delivery {
  #isLate: IsLate;
  readonly #undelivered = new Set<string>();

  constructor(
    private readonly ports: OutboxPorts,
    private readonly now: Date,
    private readonly time: PollTime,
  ) {
    this.#isLate = time.begin('preparation');
  }

  async run(): Promise<void> {
    const { history, emitter, log } = this.ports;
    const waiting = await history.outbox((id, problem) => {
      this.#undelivered.add(id);
      log.error('a message cannot be read', { message: id, problem });
    });
    for (const { id, problem } of waiting) if (problem !== undefined) this.#undelivered.add(id);
    const due = selectMessages(waiting, this.now, waiting.length);
    for (const { id } of due.slice(perPoll)) this.#undelivered.add(id);
    const groups = byJob(due.slice(0, perPoll));
    const recipientsOf = recipientsReader(this.ports);
    const ready = (
      await mapConcurrently(atOnce, groups, async (group) => {
        const found: ReadyMessage[] = [];
        for (const message of group) {
          const one = await this.#safely(message, () => this.#prepare(message, recipientsOf));
          if (one !== undefined) found.push(one);
        }
        return found;
      })
    ).flat();
    this.#isLate = this.time.begin('delivery');
    const put = await this.#putEvents(ready);
    // In their order: people read "recovered" after "failed".
    await mapConcurrently(
      atOnce,
      ofEachJob(put, ({ ready: { message } }) => message.forJob),
      async (group) => {
        for (const one of group) await this.#safely(one.ready.message, () => this.#publish(one));
      },
    );
    emitter.emit([{ name: 'MessagesUndelivered', value: this.#undelivered.size }]);
  }

  async #prepare(
    waiting: OutboxMessage,
    recipientsOf: ReturnType<typeof recipientsReader>,
  ): Promise<ReadyMessage | undefined> {
    const { history, log } = this.ports;
    const { id, forJob: job } = waiting;
    if (this.#isLate()) {
      this.#undelivered.add(id);
      return undefined;
    }
    const message = await history.claimMessage(id, this.now.toISOString(), this.#after(claimMs));
    if (message === undefined) return undefined;
    if (await history.wasDelivered(id)) {
      await history.dropMessage(id);
      return undefined;
    }
    const prepared = await prepareMessage(this.ports, message, await recipientsOf(job), this.now);
    switch (prepared.do) {
      case 'deliver':
        return prepared.ready;
      case 'wait':
        await history.postponeMessage(id, this.#after(prepared.minutes * 60_000 - 1000));
        return undefined;
      case 'drop':
        log.info('a message was dropped', { job, message: id, because: prepared.because });
        await history.dropMessage(id);
        return undefined;
    }
  }

  /** Puts the events that are not on the bus yet, some at a time. Returns each message with the steps that are done. */
  async #putEvents(ready: readonly ReadyMessage[]): Promise<readonly PutMessage[]> {
    const isDue = ({ isNews, message }: ReadyMessage) => isNews && message.done?.includes('event') !== true;
    const due = ready.filter(isDue);
    const answers = new Map<string, string | undefined>();
    for (let from = 0; from < due.length && (from === 0 || !this.#isLate()); from += eventsAtOnce) {
      const some = due.slice(from, from + eventsAtOnce);
      const problems = await this.#put(some);
      some.forEach(({ message }, index) => void answers.set(message.id, problems[index]));
    }
    return ready.map((one) => {
      const { id, done = [] } = one.message;
      const problem = answers.get(id);
      const isPut = answers.has(id) && problem === undefined;
      return {
        ready: one,
        done: isPut ? [...done, 'event'] : done,
        problem,
        waits: isDue(one) && !answers.has(id),
      };
    });
  }

  async #put(some: readonly ReadyMessage[]): Promise<readonly (string | undefined)[]> {
    const entries = some.map(({ event }) => ({
      detailType: event.type,
      detail: JSON.stringify(event),
      time: new Date(event.at),
    }));
    return await this.ports.events.put(entries).catch((error: unknown) => entries.map(() => String(error)));
  }

  async #publish({ ready, done: already, problem, waits }: PutMessage): Promise<void> {
    const { history } = this.ports;
    const { message } = ready;
    const { id } = message;
    if (waits) return await this.#leave(id);
    let done = already;
    const problems = problem === undefined ? [] : [problem];
    if (done.length > (message.done?.length ?? 0)) await history.recordDone(id, done);
    for (const { name, publish } of publishSteps(this.ports, ready)) {
      if (done.includes(name)) continue;
      if (this.#isLate()) return await this.#leave(id);
      try {
        await publish();
      } catch (error) {
        problems.push(`${name}: ${String(error)}`);
        continue;
      }
      done = [...done, name];
      await history.recordDone(id, done);
    }
    if (problems.length > 0) throw new Error(problems.join('; '));
    await history.forgetMessage(id, this.now);
    this.#undelivered.delete(id);
  }

  /** Leaves a message for which there is no time to the next poll. */
  async #leave(id: string): Promise<void> {
    this.#undelivered.add(id);
    await this.ports.history.postponeMessage(id, this.#after(-1000));
  }

  /** Does a part of a delivery. A failure is recorded in the message, and stops no other message. */
  async #safely<Result>(message: OutboxMessage, work: () => Promise<Result>): Promise<Result | undefined> {
    const { history, log } = this.ports;
    const { id, forJob: job } = message;
    try {
      return await work();
    } catch (error) {
      const problem = cutText(String(error), 1000);
      this.#undelivered.add(id);
      log.error('a message was not delivered', { job, message: id, problem });
      await history
        .postponeMessage(id, nextTry(message, this.now), problem)
        .catch((cause: unknown) =>
          log.error('a failure was not recorded', { message: id, problem: String(cause) }),
        );
      return undefined;
    }
  }

  #after(milliseconds: number): string {
    return new Date(this.now.getTime() + milliseconds).toISOString();
  }
}
