import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import { runTraffic } from '../../../demo/traffic/run-traffic';
import { randomFrom } from '../../../demo/traffic/seeded-random';

/** Writers that change the demo database `sales` until `stop`: the shop's own traffic, and one who changes and deletes at random. */
export function startWriters(clients: readonly [Client, Client], seed: number): { stop(): Promise<void> } {
  const over = new AbortController();
  const [shopper, meddler] = clients;
  const from = new Date('2026-11-21T10:00:00Z');
  const options = { client: shopper, rate: 150, seed, from, signal: over.signal };
  const work = Promise.all([runTraffic(options), meddle(meddler, seed, over.signal)]);
  // A failure is told by `stop`.
  work.catch(() => undefined);
  return {
    async stop() {
      over.abort();
      await work;
    },
  };
}

/** Transactions over several tables, on few rows again and again, some of them taken back. */
async function meddle(client: Client, seed: number, signal: AbortSignal): Promise<void> {
  const random = randomFrom(seed + 1);
  const row = (): number => 1 + random.below(40);
  // Gives way where it and the shopper wait for each other, so that the server ends neither.
  await client.query("SET lock_timeout = '100ms'");
  for (let n = 1; !signal.aborted; n += 1) {
    const back = 1_000_000 + row();
    const statements = [
      `UPDATE sales.customers SET note = 'change ${n}' WHERE customer_id = ${row()}`,
      `UPDATE sales.payments SET fee = ${n} WHERE payment_id = ${row()}`,
      `INSERT INTO sales.returns VALUES (${back}, ${row()}, 'again') ON CONFLICT (return_id) DO UPDATE SET reason = 'n ${n}'`,
      `DELETE FROM sales.returns WHERE return_id = ${back - random.below(3)}`,
      `DELETE FROM sales.payments WHERE payment_id = ${40 + row()}`,
    ].filter((_, index) => index < 3 || random.chance(0.3));
    const end = random.chance(0.85) ? 'COMMIT' : 'ROLLBACK';
    try {
      for (const sql of ['BEGIN', ...statements, end]) await client.query(sql);
    } catch {
      await client.query('ROLLBACK');
    }
    await pause(random.below(12));
  }
}
