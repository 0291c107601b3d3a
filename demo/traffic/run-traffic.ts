import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from 'pg';
import { nextTransaction } from './next-transaction';
import { randomFrom } from './seeded-random';
import { readShop } from './shop-state';
import type { Statement } from './sql-statement';

export interface TrafficOptions {
  /** Connection to the demo database `sales`. The caller closes it. */
  readonly client: Client;
  /** Changed rows per second. `fastest` does not wait between transactions. */
  readonly rate: number | 'fastest';
  /** The same seed on the same database with the same `from` makes the same changes. */
  readonly seed: number;
  /** Time of the first event, for rows with a timestamp. */
  readonly from: Date;
  /**
   * Number of changed rows, or of seconds, after which the traffic ends. Absent: it ends by `signal` only.
   */
  readonly changes?: number;
  readonly seconds?: number;
  readonly signal?: AbortSignal;
  /** Called after each commit. */
  readonly onCommit?: (soFar: TrafficTotals) => void;
}

export interface TrafficTotals {
  readonly transactions: number;
  /** Changed rows: the sum of inserts, updates and deletes. */
  readonly changes: number;
  readonly inserts: number;
  readonly updates: number;
  readonly deletes: number;
  /** Seconds since the start. */
  readonly seconds: number;
  /** Changed rows by table, such as `sales.orders`. */
  readonly tables: Readonly<Record<string, number>>;
}

/** Changes per second that `fastest` assumes for timestamps in rows. */
const nominalRate = 1_000;

/**
 * Makes realistic changes in the shop, transaction by transaction, until an option ends it. Never stops
 * within one.
 */
export async function runTraffic(options: TrafficOptions): Promise<TrafficTotals> {
  const { client, rate, seed, from, signal, onCommit } = options;
  const shop = await readShop(client);
  const random = randomFrom(seed);
  const began = performance.now();
  const count = { insert: 0, update: 0, delete: 0 };
  const tables: Record<string, number> = {};
  let transactions = 0;
  const changes = (): number => count.insert + count.update + count.delete;
  const totals = (): TrafficTotals => ({
    transactions,
    changes: changes(),
    inserts: count.insert,
    updates: count.update,
    deletes: count.delete,
    seconds: (performance.now() - began) / 1_000,
    tables: { ...tables },
  });
  while (signal?.aborted !== true && changes() < (options.changes ?? Number.POSITIVE_INFINITY)) {
    const due = (changes() / (rate === 'fastest' ? nominalRate : rate)) * 1_000;
    const early = due - (performance.now() - began);
    const left = (options.seconds ?? Number.POSITIVE_INFINITY) * 1_000 - (performance.now() - began);
    if (left <= 0) break;
    if (rate !== 'fastest' && early > 1) {
      await wait(Math.min(early, left), undefined, signal === undefined ? {} : { signal }).catch(
        () => undefined,
      );
      continue;
    }
    const statements = nextTransaction({ shop, random, at: new Date(from.getTime() + Math.round(due)) });
    for (const [index, rows] of (await commit(client, statements)).entries()) {
      const statement = statements[index];
      if (statement === undefined || rows === 0) continue;
      count[statement.does] += rows;
      const table = `sales.${statement.table}`;
      tables[table] = (tables[table] ?? 0) + rows;
    }
    transactions += 1;
    onCommit?.(totals());
  }
  return totals();
}

/**
 * Numbers of rows that each statement changed. PostgreSQL runs a text of several statements as one
 * transaction.
 */
async function commit(client: Client, statements: readonly Statement[]): Promise<number[]> {
  const answer: unknown = await client.query(statements.map(({ sql }) => sql).join(';\n'));
  return (Array.isArray(answer) ? answer : [answer]).map(
    ({ rowCount }: { rowCount: number | null }) => rowCount ?? 0,
  );
}
