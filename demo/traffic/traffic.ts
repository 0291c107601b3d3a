import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from 'pg';
import { nextTransaction } from './day-in-the-shop';
import { randomFrom } from './random';
import { openShop } from './shop';
import type { Statement } from './statement';

export interface TrafficOptions {
  /** A connection to the demo database `sales`; the caller ends it. */
  readonly client: Client;
  /** Changes (rows) a second; `fastest` does not wait between transactions. */
  readonly rate: number | 'fastest';
  /** The same seed on the same database from the same moment makes the same changes. */
  readonly seed: number;
  /** When the first thing happens, for the rows that say when. */
  readonly from: Date;
  /** Ends by itself when that many rows are changed, or seconds over; absent: only by `signal`. */
  readonly changes?: number;
  readonly seconds?: number;
  readonly signal?: AbortSignal;
  /** After each commit. */
  readonly onCommit?: (soFar: TrafficTotals) => void;
}

export interface TrafficTotals {
  readonly transactions: number;
  /** Rows; the sum of the three. */
  readonly changes: number;
  readonly inserts: number;
  readonly updates: number;
  readonly deletes: number;
  /** Since it began. */
  readonly seconds: number;
  /** Rows changed by table, such as `sales.orders`. */
  readonly tables: Readonly<Record<string, number>>;
}

/** What `fastest` takes for the time that a change needs, in the rows that say when. */
const nominalRate = 1_000;

/** Makes believable changes in the shop, transaction by transaction, until it is told to end. Never in the middle of one. */
export async function runTraffic(options: TrafficOptions): Promise<TrafficTotals> {
  const { client, rate, seed, from, signal, onCommit } = options;
  const shop = await openShop(client);
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

/** The rows that each statement changed. A text of several statements is one transaction to PostgreSQL. */
async function commit(client: Client, statements: readonly Statement[]): Promise<number[]> {
  const answer: unknown = await client.query(statements.map(({ sql }) => sql).join(';\n'));
  return (Array.isArray(answer) ? answer : [answer]).map(
    ({ rowCount }: { rowCount: number | null }) => rowCount ?? 0,
  );
}
