import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DrivenClock } from '@lakeferry/local-cloud/clock';
import * as z from 'zod/mini';
import { type CheckFinding, CheckReport } from '../../core/checks/report/check-report';
import { jobIdentity } from '../../core/planning/job-identity';
import { scheduleGroupName } from '../../infra/names';
import { lakeferry } from '../helpers/scripted-shell';
import { type Deployed, deploySample, synthesizeSample } from '../helpers/whole/deployed';

const clock = new DrivenClock(new Date('2026-03-02T10:00:00Z'));
const config = mkdtempSync(join(tmpdir(), 'lakeferry-partitions-'));
const folders = [config];
let deployed: Deployed;

beforeAll(async () => {
  cpSync('config', config, { recursive: true });
  const assembly = await synthesizeSample();
  folders.push(assembly);
  deployed = await deploySample(assembly, { clock, scale: 0.01 });
});
afterAll(async () => {
  await deployed?.stop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const file = join(config, 'departments', 'sales.yaml');

function edit(change: (job: string) => string): void {
  const [before = '', job = '', ...more] = readFileSync(file, 'utf8').split(
    /(?=^ {2}- name: orders-live$|^loads:)/m,
  );
  writeFileSync(file, [before, change(job), ...more].join(''));
}

/** Applies a fix as a person would. */
function apply({ fix }: CheckFinding): void {
  for (const line of fix?.text.split('\n') ?? []) {
    const [, removed] = /^# remove the entry of (\S+)/.exec(line) ?? [];
    edit((job) =>
      removed === undefined
        ? job.replace('    tables:\n', `    tables:\n      ${line}\n`)
        : job.replace(`      - ${removed}\n`, ''),
    );
  }
}

const say = (...args: string[]) =>
  lakeferry(args, { env: { AWS_ENDPOINT_URL: deployed.cloud.url }, now: clock.now() });

async function found(): Promise<readonly CheckFinding[]> {
  const { stdout, stderr } = await say('doctor', 'sales/orders-live', '--json', '--config', config);
  if (stdout === '') throw new Error(stderr);
  const { reports } = z.object({ reports: z.array(CheckReport) }).parse(JSON.parse(stdout));
  return reports
    .flatMap(({ findings }) => findings)
    .filter(({ check, severity }) => check === 'postgres-partitioned-tables' && severity !== 'note');
}

test('the fix for a partitioned table makes it one table of the lake, with partitions that come and go', async () => {
  const { cloud, database } = deployed;
  const client = await database.connect('sales');
  try {
    await client.query(`
      CREATE TABLE sales.ledger (id int, region text, note text, PRIMARY KEY (id, region)) PARTITION BY LIST (region);
      CREATE TABLE sales.ledger_north PARTITION OF sales.ledger FOR VALUES IN ('north');
      CREATE TABLE sales.ledger_south PARTITION OF sales.ledger FOR VALUES IN ('south') PARTITION BY RANGE (id);
      CREATE TABLE sales.ledger_south_1 PARTITION OF sales.ledger_south FOR VALUES FROM (0) TO (100);
      CREATE TABLE sales.ledger_old PARTITION OF sales.ledger FOR VALUES IN ('old');
      CREATE TABLE sales.ledger_empty PARTITION OF sales.ledger FOR VALUES IN ('empty');
      CREATE TABLE sales.ledger_notes (id int PRIMARY KEY);
      INSERT INTO sales.ledger VALUES (1, 'north', 'a'), (2, 'south', 'b'), (3, 'old', 'c');`);
    edit((job) => job.replace('    tables:\n', '    tables:\n      - sales.ledger\n'));
    const findings = await found();
    expect(findings.map(({ table, severity }) => [table, severity])).toEqual([['ledger', 'error']]);
    for (const one of findings) apply(one);
    expect(await found()).toEqual([]);

    const assembly = await synthesizeSample(config);
    folders.push(assembly);
    await cloud.deploy(assembly);
    const live = jobIdentity('local', 'sales', 'orders-live').slug;
    const run = async (): Promise<void> => {
      await cloud.scheduler.fireNow(live, scheduleGroupName('local'));
      await clock.advance(1_000);
      await clock.advanceUntil(() => cloud.stepFunctions.running().length === 0, 3_600_000);
    };
    /** Lets what was committed reach the lake. */
    const followed = async (): Promise<void> => {
      await cloud.dms.caughtUp();
      await clock.advance(10_000);
      await clock.advanceUntil(() => {
        const counts = cloud.sqs.find('lakeferry-local-copier')?.counts();
        return counts?.visible === 0 && counts.hidden === 0;
      }, 600_000);
    };
    const view = 'lakeferry_local_sales.ledger_current';
    const columns = 'id, region, note';
    const rows = async (): Promise<unknown> => {
      const { stdout, stderr } = await say(
        'query',
        `SELECT ${columns} FROM ${view} ORDER BY id, region`,
        '--json',
        '--environment',
        'local',
      );
      if (stdout === '') throw new Error(stderr);
      return JSON.parse(stdout).rows;
    };
    const source = async (): Promise<unknown> =>
      (
        await client.query({
          text: `SELECT id::text, region, note FROM sales.ledger ORDER BY id, region`,
          rowMode: 'array',
        })
      ).rows;

    await run();
    await followed();
    expect(await rows()).toEqual(await source());

    // A row moves, and a partition appears while the task runs.
    await client.query(`
      UPDATE sales.ledger SET region = 'south' WHERE id = 1;
      CREATE TABLE sales.ledger_west PARTITION OF sales.ledger FOR VALUES IN ('west');
      INSERT INTO sales.ledger VALUES (4, 'west', 'd'), (5, 'west', 'e');
      DELETE FROM sales.ledger WHERE id = 5;
      UPDATE sales.ledger SET note = 'changed' WHERE id = 2;`);
    await followed();
    expect(await rows()).toEqual(await source());

    // A run of the job sees that a partition is gone.
    await client.query('DROP TABLE sales.ledger_old');
    await run();
    await followed();
    expect(await rows()).toEqual(await source());
    expect(await source()).toHaveLength(3);
    const { stdout } = await say('views', 'sales/orders-live', '--environment', 'local');
    expect(stdout.match(/VIEW "lakeferry_local_sales"."ledger[^"]*"/g)).toEqual([
      'VIEW "lakeferry_local_sales"."ledger_current"',
    ]);
  } finally {
    await client.end();
  }
});
