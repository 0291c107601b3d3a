import { type DrivenClock, sleep } from '@lakeferry/local-cloud/clock';
import type { HistoryTable, Item } from '../aws/history/table';

/** Numbers of calls by service. */
export type Calls = Map<string, number>;

/**
 * Calls that take their time of a driven clock. The clock moves on only when all calls in progress wait, so the time of
 * concurrent calls counts once. Time of the processor does not count.
 */
export class SlowCalls {
  readonly calls: Calls = new Map();

  constructor(
    private readonly clock: DrivenClock,
    private readonly millisecondsOf: (service: string) => number,
  ) {}

  /** Makes `count` calls, one after the other. */
  async wait(service: string, count = 1): Promise<void> {
    this.calls.set(service, (this.calls.get(service) ?? 0) + count);
    await sleep(this.clock, count * this.millisecondsOf(service));
  }

  /** Returns the numbers of calls since the last time. */
  take(): Calls {
    const taken = new Map(this.calls);
    this.calls.clear();
    return taken;
  }

  /** The port, each of whose methods makes as many calls as `callsOf` says. */
  port<Port extends object>(
    service: string,
    port: Port,
    callsOf: (method: string, argument: unknown, answer: unknown) => number = () => 1,
  ): Port {
    return new Proxy(port, {
      get: (target, method, receiver) => {
        const value: unknown = Reflect.get(target, method, receiver);
        if (typeof value !== 'function') return value;
        return async (...given: readonly unknown[]) => {
          const answer: unknown = await Reflect.apply(value, target, given);
          await this.wait(service, callsOf(String(method), given[0], answer));
          return answer;
        };
      },
    });
  }

  /** A history table with DynamoDB's batches and pages. */
  table(below: HistoryTable): HistoryTable {
    const slow = this.port('DynamoDB', below, (method, argument) => {
      const count = Array.isArray(argument) ? argument.length : 1;
      return Math.ceil(count / (batches[method] ?? 1));
    });
    const wait = (pages: number) => this.wait('DynamoDB', pages);
    return {
      get: (key) => slow.get(key),
      getAll: (keys) => slow.getAll(keys),
      putNew: (key, item) => slow.putNew(key, item),
      update: (key, change) => slow.update(key, change),
      deleteWhere: (key, path, value) => slow.deleteWhere(key, path, value),
      delete: (key) => slow.delete(key),
      putAll: (items) => slow.putAll(items),
      async *query(query) {
        const items: Item[] = [];
        for await (const item of below.query(query)) items.push(item);
        await wait(Math.ceil((JSON.stringify(items).length + 1) / bytesPerPage));
        yield* items;
      },
    };
  }
}

/** Items per call of BatchWriteItem and BatchGetItem. */
const batches: Readonly<Record<string, number>> = { putAll: 25, getAll: 100 };
/** Maximum of a page of DynamoDB's Query. */
const bytesPerPage = 2 ** 20;
