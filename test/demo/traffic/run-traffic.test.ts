import type { Client } from 'pg';
import { createDemoDatabase } from '../../../demo/database/create-demo-database';
import { runTraffic, type TrafficOptions } from '../../../demo/traffic/run-traffic';
import { randomFrom } from '../../../demo/traffic/seeded-random';
import { usePostgres, withClient } from '../../helpers/databases/postgres';

const from = new Date('2026-11-21T10:00:00Z');

describe('the traffic', () => {
  const server = usePostgres();
  beforeAll(async () => {
    await createDemoDatabase(server(), 0.02);
  });

  const traffic = (options: Partial<TrafficOptions>) =>
    withClient(server(), 'sales', (client) =>
      runTraffic({ client, rate: 'fastest', seed: 7, from, ...options }),
    );

  /** Totals and resulting rows of the shop. The changes are undone afterwards. */
  const tried = (options: Partial<TrafficOptions>): Promise<string> =>
    withClient(server(), 'sales', async (client) => {
      await client.query('BEGIN');
      await runTraffic({ client, rate: 'fastest', seed: 7, from, changes: 300, ...options });
      const digests = await digest(client);
      await client.query('ROLLBACK');
      return digests;
    });

  it('makes the same changes for the same seed, others for another', async () => {
    const first = await tried({});
    expect(await tried({})).toBe(first);
    expect(await tried({ seed: 8 })).not.toBe(first);
  });

  it('inserts, updates and deletes, several rows a transaction, in many tables', async () => {
    const totals = await traffic({ changes: 2_000 });
    expect(totals.changes).toBeGreaterThanOrEqual(2_000);
    expect(totals.inserts + totals.updates + totals.deletes).toBe(totals.changes);
    for (const some of [totals.inserts, totals.updates, totals.deletes]) expect(some).toBeGreaterThan(50);
    expect(totals.changes / totals.transactions).toBeGreaterThan(1.5);
    for (const table of ['orders', 'order_items', 'payments', 'customers', 'web_events', 'returns'])
      expect(totals.tables[`sales.${table}`]).toBeGreaterThan(0);
  });

  it('leaves a shop that makes sense: lines and payments belong to orders, orders to customers', async () => {
    await withClient(server(), 'sales', async (client) => {
      for (const [table, column, parent] of [
        ['order_items', 'order_id', 'orders'],
        ['returns', 'order_id', 'orders'],
        ['orders', 'customer_id', 'customers'],
      ]) {
        const { rows } = await client.query(
          `SELECT count(*)::int AS lost FROM sales.${table} c WHERE order_id > 1200
           AND NOT EXISTS (SELECT FROM sales.${parent} p WHERE p.${column} = c.${column})`,
        );
        expect([table, rows[0]?.lost]).toEqual([table, 0]);
      }
    });
  });

  it('keeps to its rate and ends when its seconds are over', async () => {
    const totals = await traffic({ rate: 200, seconds: 1 });
    expect(totals.seconds).toBeGreaterThan(0.9);
    expect(totals.changes).toBeGreaterThan(0);
    expect(totals.changes / totals.seconds).toBeLessThan(230);
  });

  it('ends at once when told, and never within a transaction', async () => {
    const stop = new AbortController();
    const totals = await traffic({
      // The next transaction is due in hours.
      rate: 0.000_1,
      signal: stop.signal,
      onCommit: () => stop.abort(),
    });
    expect(totals.transactions).toBe(1);
  });

  it('goes on from a database that it has been at before', async () => {
    const totals = await traffic({ changes: 200, seed: 99 });
    expect(totals.changes).toBeGreaterThanOrEqual(200);
  });
});

async function digest(client: Client): Promise<string> {
  const digests: unknown[] = [];
  for (const table of ['customers', 'orders', 'order_items', 'payments', 'returns', 'reviews', 'web_events'])
    digests.push(
      (await client.query(`SELECT md5(string_agg(r::text, '' ORDER BY r::text)) FROM sales.${table} r`)).rows,
    );
  return JSON.stringify(digests);
}

describe('chance', () => {
  it('is the same for a seed, and spreads', () => {
    const of = (seed: number) =>
      Array.from(
        { length: 1_000 },
        (
          (r) => () =>
            r.below(10)
        )(randomFrom(seed)),
      );
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
    expect(new Set(of(1)).size).toBe(10);
    expect(randomFrom(3).uuid()).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(Number(randomFrom(4).amount(1, 200))).toBeLessThanOrEqual(200);
  });
});
