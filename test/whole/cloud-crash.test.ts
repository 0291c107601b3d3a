import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { operatorCredentials, startLocalCloud } from '@lakeferry/local-cloud';
import { DrivenClock } from '@lakeferry/local-cloud/clock';
import type { Client } from 'pg';
import { openEnvironment } from '../../application/environments/deployed-environment';
import { useLocalCloud } from '../../cli/environment/connect';
import { createDemoDatabase } from '../../demo/database/create-demo-database';
import { isSame } from '../../demo/staged-tables/compare-with-database';
import { readCsv } from '../../demo/staged-tables/read-csv';
import { StagedJob } from '../../demo/staged-tables/staged-job';
import { randomFrom } from '../../demo/traffic/seeded-random';
import { usePostgres } from '../helpers/databases/postgres';
import { auditOf, lastMark, startAudit } from '../helpers/whole/audit';
import { CloudLife } from '../helpers/whole/cloud-life';
import { synthesizeSample } from '../helpers/whole/deployed';
import { startWriters } from '../helpers/whole/random-writers';

const job = 'sales/orders-live';
const keys = { customers: 'customer_id', orders: 'order_id', payments: 'payment_id', returns: 'return_id' };
const kills = 3;
/** Of the writers and of the moments of death. */
const seed = 20;

describe('a local cloud that is killed with SIGKILL again and again while people write', () => {
  const server = usePostgres();
  let folder: string;
  let assembly: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lakeferry-cloud-crash-'));
    [assembly] = await Promise.all([synthesizeSample(), createDemoDatabase(server(), 0.02)]);
  });
  afterAll(async () => {
    for (const gone of [folder, assembly]) rmSync(gone, { recursive: true, force: true });
  });

  it(`goes on where it was: after ${kills} kills each change stands in the files once, in order`, async () => {
    const clients = await Promise.all([1, 2, 3].map(() => server().connect('sales')));
    const [shopper, meddler, client] = clients as [Client, Client, Client];
    await startAudit(client, 'sales', keys);
    const { host, port, user: username, password } = server();
    const secrets = { 'lakeferry/sales-db': JSON.stringify({ username, password, host, port }) };
    const random = randomFrom(seed);
    const writers = startWriters([shopper, meddler], seed);
    const told = { assembly, dataFolder: folder };
    let life = new CloudLife({ ...told, startsAt: '2026-03-02T10:00:00Z', secrets, rowsPerSecond: 50 });
    const dieAndRise = async (standsWhenLoaded = false): Promise<void> => {
      await life.kill();
      life = new CloudLife({ ...told, startsAt: life.clock, secrets: {}, standsWhenLoaded });
      await life.says('up');
    };
    try {
      await life.says('up');
      life.order('fire sales orders-live');
      // In the middle of the load.
      await life.says('task running');
      await pause(random.below(100));
      await dieAndRise(true);
      // When the load is over, and before the changes that were made meanwhile are in files.
      await life.says('task loaded');
      await dieAndRise();
      await life.says('task loaded');
      const loaded = await lastMark(client);
      for (let count = 2; count < kills; count += 1) {
        await pause(random.below(500));
        await dieAndRise();
        await life.says('task loaded');
      }
      await writers.stop();
      life.order('settle');
      await life.says('settled');
      await life.kill();

      // Its clock stands: nobody polls while it is looked at.
      const clock = new DrivenClock(new Date(life.clock));
      const cloud = await startLocalCloud({ assembly, clock, dataFolder: folder, durable: true });
      try {
        useLocalCloud({
          ...operatorCredentials,
          url: cloud.url,
          region: cloud.region,
          pid: process.pid,
          startedAt: new Date().toISOString(),
          databases: [],
        });
        const { platform, history } = await openEnvironment('local');
        const place = { objects: cloud.s3.objects, bucket: platform.stagingBucketName, folder: job };
        const tables = Object.keys(keys).map((table) => ({ schema: 'sales', table }));
        const staged = await StagedJob.open(place, tables, client);
        await staged.readNew();
        for (const [table, comparison] of Object.entries(await staged.compare(client)))
          expect([table, comparison, isSame(comparison)]).toEqual([table, comparison, true]);
        let seen = 0;
        for (const [table, key] of Object.entries(keys)) {
          const { changes, loads } = await stagedRows(place, table, key);
          for (const [row, made] of await auditOf(client, table)) {
            const found = changes.get(row) ?? [];
            const load = loads.get(row);
            // A row that the load has read has every change since, and none before. Of one that it has not, the last ones.
            const missed = made.slice(0, made.length - found.length);
            const due = load === undefined ? made.slice(missed.length) : made.filter(({ at }) => at > load);
            expect([table, row, found]).toEqual([table, row, due.map(({ line }) => line)]);
            expect(missed.filter(({ at }) => at > loaded)).toEqual([]);
            seen += found.length;
          }
        }
        expect(seen).toBeGreaterThan(300);

        // Each interruption is in the history, and the poll mended it.
        const events = [...(await history.events(job, 100))].reverse();
        const down = events.filter(({ kind }) => kind === 'task-stopped' || kind === 'resumed');
        expect(down.map(({ kind }) => kind)).toEqual(
          Array.from({ length: kills }, () => ['task-stopped', 'resumed']).flat(),
        );
        for (const { detail } of down) expect(detail).toContain('RECOVERABLE_ERROR');
        const [run, ...more] = await history.runsOfJob(job, { limit: 10, now: clock.now() });
        expect([run?.phases.closed === undefined, more]).toEqual([false, []]);
        expect([await history.inFlightRuns(), await history.lease(job)]).toEqual([[], undefined]);
      } finally {
        await cloud.stop();
      }
    } finally {
      await writers.stop();
      await life.kill();
      for (const one of clients) await one.end();
    }
  });
});

/** By key: the changes in the files of a table, file by file in the order of their names, and the marks of what was loaded. */
async function stagedRows(
  { objects, bucket, folder }: Parameters<typeof StagedJob.open>[0],
  table: string,
  key: string,
) {
  const changes = new Map<string, (readonly (string | null)[])[]>();
  const loads = new Map<string, number>();
  for (const file of await objects.list(bucket, `${folder}/sales/${table}/`)) {
    const chunks: Buffer[] = [];
    for await (const chunk of await objects.get(bucket, file.key)) chunks.push(chunk);
    const [header = [], ...rows] = readCsv(Buffer.concat(chunks).toString('utf8'), '\\N');
    const [id, op, mark] = [key, 'Op', 'mark'].map((name) => header.indexOf(name));
    for (const row of rows) {
      const [name, said] = [String(row[id ?? -1]), row[mark ?? -1] ?? null];
      if (/\/LOAD[0-9A-F]+\./.test(file.key)) loads.set(name, Number(said ?? 0));
      else changes.set(name, [...(changes.get(name) ?? []), [row[op ?? -1] ?? null, said]]);
    }
  }
  return { changes, loads };
}
