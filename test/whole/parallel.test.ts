import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { DrivenClock } from '@lakeferry/local-cloud/clock';
import {
  type DeployedEnvironment,
  openEnvironment,
} from '../../application/environments/deployed-environment';
import { startRun } from '../../application/runs/start-run';
import { jobIdentity } from '../../core/planning/job-identity';
import { scheduleGroupName } from '../../infra/names';
import { type Deployed, deploySample, synthesizeSample } from '../helpers/whole/deployed';

const hour = 3_600_000;

describe('a run with tables in segments, of a source with a limit', () => {
  const clock = new DrivenClock(new Date('2026-03-02T10:00:00Z'));
  let config: string;
  let assembly: string;
  let deployed: Deployed;
  let connection: DeployedEnvironment;

  beforeAll(async () => {
    config = mkdtempSync(join(tmpdir(), 'lakeferry-parallel-'));
    cpSync('config', config, { recursive: true });
    const path = join(config, 'departments/sales.yaml');
    const text = readFileSync(path, 'utf8')
      .replace('        load-order: 20', '        parallel: {segments: 4}')
      .replace('        load-order: 30', '        parallel: {segments: 3, exact: true}')
      .replace(
        '      - sales.customers\n',
        '      - {table: sales.customers, parallel: {column: region_id, segments: 4}}\n',
      );
    writeFileSync(
      path,
      text.replaceAll('    mode: full-load\n', '    mode: full-load\n    overlap: queue\n'),
    );
    const connections = join(config, 'connections.yaml');
    const limited = readFileSync(connections, 'utf8').replace(
      '    database: sales\n',
      '    database: sales\n    max-concurrent-runs: 1\n',
    );
    writeFileSync(connections, limited);
    assembly = await synthesizeSample(config);
    deployed = await deploySample(assembly, { clock, scale: 0.05 });
    connection = await openEnvironment('local');
  });
  afterAll(async () => {
    await deployed?.stop();
    for (const folder of [config, assembly]) rmSync(folder, { recursive: true, force: true });
  });

  it('loads every row once, NULLs and what came after the boundaries too, and writes down how', async () => {
    const client = await deployed.database.connect('sales');
    try {
      await client.query('ANALYZE');
      await deployed.cloud.scheduler.fireNow(
        jobIdentity('local', 'sales', 'orders-daily').slug,
        scheduleGroupName('local'),
      );
      await clock.advance(1000);
      await clock.advanceUntil(() => deployed.cloud.stepFunctions.running().length === 0, hour);

      const [run] = await connection.history.runsOfJob('sales/orders-daily', { limit: 1, now: clock.now() });
      expect(run?.verdict).toMatchObject({ outcome: 'succeeded' });
      const splits = await connection.history.splits(run?.run ?? '');
      expect(splits).toMatchObject([
        { table: 'customers', from: 'none', because: expect.stringContaining('region_id may be NULL') },
        { table: 'order_items', from: 'quantiles' },
        { table: 'orders', column: 'order_id' },
      ]);
      expect(splits[2]?.boundaries).toHaveLength(3);

      const { Contents = [] } = await new S3Client({ forcePathStyle: true }).send(
        new ListObjectsV2Command({
          Bucket: connection.platform.stagingBucketName,
          Prefix: 'sales/orders-daily/',
        }),
      );
      const files = (table: string) =>
        Contents.flatMap(({ Key = '' }) =>
          Key.includes(`/${table}/`) ? [Key.slice(Key.lastIndexOf('/') + 1)] : [],
        );
      expect(files('orders')).toEqual([1, 2, 3, 4].map((n) => `SEGMENT${n}_LOAD00000001.parquet`));
      expect(files('order_items')).toHaveLength(3);
      expect(files('customers')).toEqual(['LOAD00000001.parquet']);

      const told = await connection.history.runWithTables(run?.run ?? '');
      for (const { schema, table, rows } of told?.tables ?? []) {
        const counted = await client.query<{ n: number }>(
          `SELECT count(*)::int AS n FROM ${client.escapeIdentifier(schema)}.${client.escapeIdentifier(table)}`,
        );
        expect({ table, rows }).toEqual({ table, rows: counted.rows[0]?.n });
      }
    } finally {
      await client.end();
    }
  });

  it('waits for a run of its job and for the limit of its source, and each load is complete', async () => {
    const [daily, reviews] = ['sales/orders-daily', 'sales/reviews-daily'];
    const start = async (job: string) =>
      (await startRun(connection, job, { by: 'ada', at: clock.now() })).run;
    const runs: string[] = [];
    for (const job of [daily, daily, reviews, daily]) {
      runs.push(await start(job));
      await clock.advance(100);
    }
    await clock.advanceUntil(() => deployed.cloud.stepFunctions.running().length === 0, 2 * hour);
    const records = await Promise.all(runs.map((run) => connection.history.knownRun(run)));
    const [first, second, third, fourth] = records;
    expect(records.map(({ verdict }) => verdict?.outcome)).toEqual([
      'succeeded',
      'succeeded',
      'succeeded',
      'skipped',
    ]);
    expect(fourth).toMatchObject({
      verdict: { findings: [{ code: 'queued-already' }] },
      skippedFor: runs[1],
    });
    // One at a time.
    const loads = [first, second, third].map((record) => ({
      from: record?.phases.admitted ?? '',
      to: record?.phases.taskDeleted ?? '',
    }));
    const inOrder = [...loads].sort((a, b) => (a.from < b.from ? -1 : 1));
    for (const [index, { from }] of inOrder.entries())
      expect(from >= (inOrder[index - 1]?.to ?? '')).toBe(true);
    expect(await connection.history.inFlightRuns()).toEqual([]);
  });
});
