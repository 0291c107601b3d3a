import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type PostgresServer, startPostgres } from '@lakeferry/local-cloud/postgres';
import { createDemoDatabase } from '../demo/database/create-demo-database';
import type { TableName } from '../demo/staged-tables/compare-with-database';
import { StagedJob } from '../demo/staged-tables/staged-job';
import { runTraffic, type TrafficOptions, type TrafficTotals } from '../demo/traffic/run-traffic';
import { LoadRig } from './load-rig';
import { type Bench, type Measurement, median } from './measurement';

const database = 'sales';
const batchSeconds = 5;
const changes = 50_000;
const steady = { rate: 500, seconds: 20 } as const;
const tables: readonly TableName[] = [
  'customers',
  'orders',
  'order_items',
  'payments',
  'returns',
  'reviews',
  'products',
].map((table) => ({ schema: 'sales', table }));
const settings = {
  DataFormat: 'csv',
  Rfc4180: true,
  CsvNullValue: '\\N',
  AddColumnName: true,
  TimestampColumnName: 'dms_commit_timestamp',
  IncludeOpForFullLoad: true,
};

/** Change capture of the local DMS: as fast as the shop can change rows, and at a steady rate. */
export const cdc: Bench = {
  name: 'replication',
  async measure() {
    const folder = mkdtempSync(join(tmpdir(), 'lakeferry-bench-cdc-'));
    const postgres = await startPostgres();
    try {
      await createDemoDatabase(postgres, 0.2);
      const fast = await follow(postgres, join(folder, 'fast'), 1, { rate: 'fastest', changes });
      const even = await follow(postgres, join(folder, 'even'), batchSeconds, steady);
      return figures(fast, even);
    } finally {
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

interface Followed {
  readonly made: number;
  /** From the first commit until the last change was in a file. */
  readonly seconds: number;
  readonly traffic: TrafficTotals;
  /** From commit to file, of each change. */
  readonly delays: readonly number[];
}

async function follow(
  postgres: PostgresServer,
  folder: string,
  batch: number,
  traffic: Pick<TrafficOptions, 'rate' | 'changes' | 'seconds'>,
): Promise<Followed> {
  const rig = await LoadRig.open(postgres, database, folder, { exists: true });
  const [shop, reader] = [await postgres.connect(database), await postgres.connect(database)];
  try {
    const place = await rig.replicate({ ...settings, CdcMaxBatchInterval: batch }, tables);
    const staged = await StagedJob.open(place, tables, reader);
    const began = performance.now();
    const totals = await runTraffic({ client: shop, seed: 1, from: new Date(), ...traffic });
    const made = tables.reduce(
      (sum, { schema, table }) => sum + (totals.tables[`${schema}.${table}`] ?? 0),
      0,
    );
    const delays: number[] = [];
    for (let there = 0; there < made; ) {
      const arrivals = await staged.readNew();
      for (const { rows, delays: some } of arrivals) {
        there += rows;
        delays.push(...some);
      }
      if ((performance.now() - began) / 1_000 > 300)
        throw new Error(`only ${there} of ${made} changes arrived in 5 minutes`);
      if (there < made) await sleep(50);
    }
    const seconds = (performance.now() - began) / 1_000;
    return { made, seconds, traffic: totals, delays: delays.map((milliseconds) => milliseconds / 1_000) };
  } finally {
    await Promise.all([shop.end(), reader.end()]);
    await rig.close();
  }
}

function figures(fast: Followed, even: Followed): Measurement[] {
  const rate = `${steady.rate} changes per second for ${steady.seconds} s, files at least every ${batchSeconds} s`;
  return [
    {
      name: 'changes made by the shop at full speed',
      value: fast.traffic.changes / fast.traffic.seconds,
      unit: 'changes/s',
      how: `one connection, ${fast.traffic.transactions.toLocaleString('en')} transactions`,
    },
    {
      name: 'changes replicated',
      value: fast.made / fast.seconds,
      unit: 'changes/s',
      how: `${fast.made.toLocaleString('en')} changes of ${tables.length} tables to CSV, from the first commit until the last is in a file; the shop shares the machine`,
    },
    {
      name: 'from commit to file, median',
      value: median(even.delays),
      unit: 's',
      aim: { atMost: batchSeconds },
      how: `${rate}; time of the object minus time of the commit`,
    },
    {
      name: 'from commit to file, worst',
      value: even.delays.reduce((most, one) => Math.max(most, one), 0),
      unit: 's',
      aim: { atMost: batchSeconds + 1 },
      how: rate,
    },
  ];
}
