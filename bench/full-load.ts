import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PostgresServer, startPostgres } from '@lakeferry/local-cloud/postgres';
import { LoadRig } from './load-rig';
import { type Bench, type Measurement, median } from './measurement';
import { createMeasured, psql } from './psql';

const rows = 1_000_000;
const database = 'bench';

/**
 * The local full load, compared with `psql \copy` of the same table. They alternate, so a slow
 * minute slows both.
 */
export const fullLoad: Bench = {
  name: 'full load',
  async measure() {
    const folder = mkdtempSync(join(tmpdir(), 'lakeferry-bench-load-'));
    const postgres = await startPostgres();
    const rig = await LoadRig.open(postgres, database, join(folder, 'cloud'));
    try {
      await fill(postgres);
      const seconds = { psql: [] as number[], csv: [] as number[], parquet: [] as number[] };
      for (let round = 0; round < 4; round += 1) {
        const taken = {
          psql: copyByPsql(postgres, join(folder, 'copied.csv')),
          csv: await rig.load({ DataFormat: 'csv', Rfc4180: true, CsvNullValue: 'NULL' }, rows),
          parquet: await rig.load({ DataFormat: 'parquet', CompressionType: 'gzip' }, rows),
        };
        // The first round warms caches and compiles code.
        if (round === 0) continue;
        if (taken.psql !== undefined) seconds.psql.push(taken.psql);
        seconds.csv.push(taken.csv);
        seconds.parquet.push(taken.parquet);
      }
      return figures(seconds);
    } finally {
      await rig.close();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function figures(seconds: Readonly<Record<'psql' | 'csv' | 'parquet', readonly number[]>>): Measurement[] {
  const how = `${rows.toLocaleString('en')} rows of 8 columns, from the start of the task until it has stopped, median of 3`;
  const speed = (taken: readonly number[]): number => rows / median(taken);
  const csv = { name: 'local full load to CSV', value: speed(seconds.csv), unit: 'rows/s', how };
  const parquet = {
    name: 'local full load to Parquet (gzip)',
    value: speed(seconds.parquet),
    unit: 'rows/s',
    how,
  };
  if (seconds.psql.length === 0) {
    process.stderr.write('SKIPPED: psql is not on the PATH, so the full load cannot be compared\n');
    return [csv, parquet];
  }
  return [
    {
      name: 'psql \\copy to CSV',
      value: speed(seconds.psql),
      unit: 'rows/s',
      how: 'the same table, alternating with the loads',
    },
    csv,
    {
      name: 'local full load to CSV, as a share of psql \\copy',
      value: median(seconds.psql) / median(seconds.csv),
      unit: 'times its speed',
      aim: { atLeast: 0.5 },
      how: 'ratio of the medians above',
    },
    parquet,
  ];
}

async function fill(postgres: PostgresServer): Promise<void> {
  const client = await postgres.connect(database);
  try {
    await client.query(createMeasured(rows));
    await client.query('ANALYZE public.measured');
  } finally {
    await client.end();
  }
}

/** Seconds, or undefined without psql. */
function copyByPsql(postgres: PostgresServer, file: string): number | undefined {
  const start = performance.now();
  const copied = psql(postgres, database, `\\copy public.measured to '${file}' (format csv)`);
  return copied ? (performance.now() - start) / 1000 : undefined;
}
