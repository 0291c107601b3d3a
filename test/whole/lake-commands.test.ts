import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { operatorCredentials } from '@lakeferry/local-cloud';
import { DrivenClock } from '@lakeferry/local-cloud/clock';
import {
  type DeployedEnvironment,
  openEnvironment,
} from '../../application/environments/deployed-environment';
import { type Lake, openLake } from '../../application/lake/lake';
import { refuseOtherNames } from '../../cli/local-environment/refuse-other-names';
import { writeNewAddress } from '../../cli/environment/local-cloud-address';
import { jobIdentity } from '../../core/planning/job-identity';
import { scheduleGroupName } from '../../infra/names';
import { lakeferry } from '../helpers/scripted-shell';
import { type Deployed, deploySample, synthesizeSample } from '../helpers/whole/deployed';

const hour = 3_600_000;
const database = 'lakeferry_local_sales';
const clock = new DrivenClock(new Date('2026-03-02T10:00:00Z'));
let assembly: string;
let deployed: Deployed;
let connection: DeployedEnvironment;
let lake: Lake;

beforeAll(async () => {
  assembly = await synthesizeSample();
  deployed = await deploySample(assembly, { clock, scale: 0.02 });
  connection = await openEnvironment('local');
  lake = openLake(connection);
});
afterAll(async () => {
  await deployed?.stop();
  rmSync(assembly, { recursive: true, force: true });
});

const tell = (...args: string[]) =>
  lakeferry([...args, '--environment', 'local'], {
    env: { AWS_ENDPOINT_URL: deployed.cloud.url },
    now: clock.now(),
    width: 160,
  });
const json = async (...args: string[]) => {
  const { stdout, stderr, exitCode } = await tell(...args, '--json');
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  return JSON.parse(stdout);
};
async function runJob(department: string, job: string): Promise<string> {
  const { cloud } = deployed;
  await cloud.scheduler.fireNow(jobIdentity('local', department, job).slug, scheduleGroupName('local'));
  await clock.advance(1000);
  await clock.advanceUntil(() => cloud.stepFunctions.running().length === 0, hour);
  const [run] = await connection.history.runsOfJob(`${department}/${job}`, { limit: 1, now: clock.now() });
  expect(run?.verdict).toMatchObject({ outcome: 'succeeded' });
  return run?.run ?? '';
}
const locationOf = async (table: string) =>
  (await lake.catalogue.tables(database)).find(({ name }) => name === table)?.location;

test('snapshots, rollback, query: what readers have goes back and comes forward, pointer and catalogue alike', async () => {
  expect((await tell('snapshots', 'sales/orders-daily')).stdout).toContain('has no snapshot yet');
  expect(await tell('rollback', 'sales/orders-daily')).toMatchObject({
    exitCode: 3,
    stderr: expect.stringContaining('has published nothing'),
  });

  const first = (await runJob('sales', 'orders-daily')).split('.').at(-1) ?? '';
  expect(await tell('rollback', 'sales/orders-daily')).toMatchObject({
    exitCode: 3,
    stderr: expect.stringContaining('keeps no snapshot older than'),
  });
  const client = await deployed.database.connect('sales');
  const before = Number((await client.query('SELECT count(*) FROM sales.orders')).rows[0]?.count);
  await client.query('DELETE FROM sales.returns; DELETE FROM sales.payments');
  await client.end();
  await clock.advance(hour);
  const second = (await runJob('sales', 'orders-daily')).split('.').at(-1) ?? '';

  const payments = `SELECT count(*) FROM ${database}.payments`;
  expect((await json('query', payments)).rows).toEqual([['0']]);
  expect(await tell('query', payments.replace('count', 'cuont'))).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(/lakeferry: Catalog Error: .*\nDid you mean "count"/),
  });
  const listed = await json('snapshots', 'sales/orders-daily');
  expect(
    listed.snapshots.map((one: { snapshot: string; current: boolean }) => [one.snapshot, one.current]),
  ).toEqual([
    [second, true],
    [first, false],
  ]);

  expect(await json('rollback', 'sales/orders-daily')).toMatchObject({ from: second, to: first });
  expect(await locationOf('orders')).toContain(`snapshot=${first}/`);
  expect(await locationOf('payments')).toContain(`snapshot=${first}/`);
  expect((await json('query', `SELECT count(*) FROM ${database}.orders`)).rows).toEqual([[String(before)]]);
  expect(Number((await json('query', payments)).rows[0][0])).toBeGreaterThan(0);
  expect((await tell('snapshots', 'sales/orders-daily')).stdout).toMatch(
    new RegExp(`current\n[^]*rolled back from ${second} by `),
  );
  expect(await connection.history.events('sales/orders-daily', 5)).toMatchObject([
    { kind: 'snapshot-rolled-back', detail: expect.stringContaining(`from ${second} to ${first}`) },
  ]);
  expect((await tell('rollback', 'sales/orders-daily', '--to', '20200101T000000Z')).stderr).toContain(
    `keeps no snapshot 20200101T000000Z: it keeps ${second}, ${first}`,
  );
  // Forward by hand: the newest is no rollback.
  await json('rollback', 'sales/orders-daily', '--to', second);
  expect(await locationOf('payments')).toContain(`snapshot=${second}/`);
  expect((await tell('snapshots', 'sales/orders-daily')).stdout).not.toContain('rolled back');

  await json('rollback', 'sales/orders-daily');
  await clock.advance(hour);
  const third = (await runJob('sales', 'orders-daily')).split('.').at(-1) ?? '';
  expect(await locationOf('orders')).toContain(`snapshot=${third}/`);
});

test('views, query, status, backfill, arrivals: the changes of a job as they come', async () => {
  const { cloud } = deployed;
  await runJob('sales', 'orders-live');
  const landedFiles = async () =>
    (await cloud.s3.objects.list(connection.platform.lakeBucketName, 'sales/orders-live/')).map(
      ({ key }) => key,
    );
  const stagedFiles = async () =>
    (await cloud.s3.objects.list(connection.platform.stagingBucketName, 'sales/orders-live/')).length;
  const client = await deployed.database.connect('sales');
  // A customer's key that goes and comes back in one transaction, and one that comes and goes.
  const { rows } = await client.query('SELECT * FROM sales.customers ORDER BY customer_id LIMIT 1');
  const columns = Object.keys(rows[0] ?? {});
  await client.query(`
    BEGIN;
    CREATE TEMP TABLE kept ON COMMIT DROP AS SELECT * FROM sales.customers WHERE customer_id = ${rows[0]?.customer_id};
    SET LOCAL session_replication_role = replica;
    DELETE FROM sales.customers WHERE customer_id = ${rows[0]?.customer_id};
    INSERT INTO sales.customers SELECT * FROM kept;
    COMMIT;`);
  expect(columns).toContain('customer_id');
  await cloud.dms.caughtUp();
  await clock.advance(5000);
  await clock.advanceUntil(async () => (await landedFiles()).length === (await stagedFiles()), hour);

  const ids = await client.query('SELECT count(*) AS n FROM sales.customers');
  await client.end();
  expect((await json('query', `SELECT count(*) FROM ${database}.customers_current`)).rows).toEqual([
    [ids.rows[0]?.n],
  ]);
  const views = await tell('views', 'sales/orders-live');
  expect(await json('views', 'sales/orders-live')).toMatchObject({ schema: 'views.v1', database });
  expect(views.exitCode).toBe(0);
  expect(views.stdout).toContain(`CREATE OR REPLACE VIEW "${database}"."customers_current" AS`);
  expect(views.stdout).toContain('"dms_change_seq"');
  expect((await tell('status', 'sales/orders-live')).stdout).toMatch(
    /copied to the lake\n {2}2026-03-0\d {2}\d+ files/,
  );

  const [lost = ''] = await landedFiles();
  await cloud.s3.objects.delete(connection.platform.lakeBucketName, lost);
  expect(await json('backfill', 'sales/orders-live')).toMatchObject({ copied: 1, foreign: [] });
  expect(await landedFiles()).toContain(lost);
  expect(await tell('backfill', 'sales/orders-daily')).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('publishes by run'),
  });

  await cloud.s3.objects.put(
    connection.platform.stagingBucketName,
    'sales/nobody/s/t/a.csv',
    Buffer.from('x'),
  );
  const dead = () => cloud.sqs.find('lakeferry-local-copier-dead-letters')?.counts().visible;
  await clock.advanceUntil(async () => dead() === 1, hour);
  const status = await tell('arrivals', 'status');
  expect(await json('arrivals', 'status')).toMatchObject({ schema: 'arrivals.v1', deadLetters: 1 });
  expect(status.stdout).toContain('1 dead letter:\n  1 x no job sales/nobody is deployed');
  await clock.advance(5000);
  expect(await json('arrivals', 'redrive')).toMatchObject({ sent: 1 });
  // Nobody has it still.
  await clock.advanceUntil(async () => dead() === 1, hour);
});

test('the view of current rows is the source again after each later load: a new task, a reload, an empty table', async () => {
  const { cloud } = deployed;
  const job = 'sales/orders-live';
  const client = await deployed.database.connect('sales');
  await client.query('SET session_replication_role = replica');
  const inSource = async (table: string, key: string) =>
    (await client.query(`SELECT ${key}::text FROM sales.${table} ORDER BY 1`)).rows.map((row) => [row[key]]);
  const inView = async (table: string, key: string) =>
    (await json('query', `SELECT ${key}::varchar FROM ${database}.${table}_current ORDER BY 1`)).rows;
  const remove = (table: string, key: string, rows: number) =>
    client.query(
      `DELETE FROM sales.${table} WHERE ${key} IN (SELECT ${key} FROM sales.${table} ORDER BY ${key} LIMIT ${rows})`,
    );
  const command = async (...args: string[]) => {
    let done = false;
    const answer = tell(...args).finally(() => {
      done = true;
    });
    while (!done) await clock.advance(500);
    expect(await answer).toMatchObject({
      stderr: expect.stringMatching(/^cloud: .*\n(\w+: working, .*\n)*$/),
      exitCode: 0,
    });
  };
  const settled = async () => {
    await cloud.dms.caughtUp();
    await clock.advance(5000);
    await clock.advanceUntil(() => cloud.stepFunctions.running().length === 0, hour);
  };
  await settled();
  expect(await inView('customers', 'customer_id')).toEqual(await inSource('customers', 'customer_id'));
  expect((await inView('orders', 'order_id')).length).toBeGreaterThan(0);

  // Deleted, changed and emptied while no task runs.
  await command('stop', job, '--delete');
  await remove('customers', 'customer_id', 2);
  await client.query('DELETE FROM sales.orders');
  await command('start', job);
  await clock.advance(1000);
  await settled();
  expect(await inView('customers', 'customer_id')).toEqual(await inSource('customers', 'customer_id'));
  expect(await inView('orders', 'order_id')).toEqual([]);

  // Changes after the load count; TRUNCATE leaves no trace among them, which a reload corrects.
  await remove('customers', 'customer_id', 1);
  await settled();
  expect(await inView('customers', 'customer_id')).toEqual(await inSource('customers', 'customer_id'));
  await client.query(
    'CREATE TABLE kept AS SELECT * FROM sales.customers; TRUNCATE sales.customers CASCADE; INSERT INTO sales.customers SELECT * FROM kept LIMIT 3; DROP TABLE kept',
  );
  await settled();
  await command('reload', job, 'sales.customers');
  await clock.advanceUntil(
    async () =>
      (await connection.history.runsOfJob(job, { limit: 1, now: clock.now() }))[0]?.trigger.by === 'reload',
    hour,
  );
  await settled();
  expect(await inSource('customers', 'customer_id')).toHaveLength(3);
  expect(await inView('customers', 'customer_id')).toEqual(await inSource('customers', 'customer_id'));
  expect((await tell('views', job)).stdout).toContain('lakeferry_newest_loads');
  await client.end();
});

test('a department that is in a file and not deployed is named as such, and stops no query of others', async () => {
  const workingFolder = mkdtempSync(join(tmpdir(), 'lakeferry-undeployed-'));
  cpSync('config', join(workingFolder, 'config'), { recursive: true });
  const file = 'config/departments/crm.yaml';
  const text = readFileSync('config/departments/hr.yaml', 'utf8');
  writeFileSync(join(workingFolder, file), text.replace('department: hr', 'department: crm'));
  const env = { AWS_ENDPOINT_URL: deployed.cloud.url };
  const at = (...args: string[]) => lakeferry(args, { workingFolder, env, now: clock.now() });
  const fix = 'not deployed: "lakeferry local deploy" brings the files to the local cloud';
  try {
    const all = await at('query', 'SHOW ALL TABLES');
    expect(all).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('orders') });
    expect(all.stderr).toContain(`lakeferry_local_crm is in the file of its department, but ${fix}`);
    const named = await at('query', 'SELECT * FROM lakeferry_local_crm.employees');
    expect(named.stderr).toContain('lakeferry_local_crm is in the file of its department, but not deployed');
    for (const args of [
      ['run', 'crm/people-nightly'],
      ['history', 'crm'],
      ['show', 'crm/people-nightly'],
    ])
      expect([args, await at(...args)]).toMatchObject([
        args,
        {
          exitCode: 3,
          stderr: expect.stringContaining(
            `is in ${file}, but not deployed to local: "lakeferry local deploy"`,
          ),
        },
      ]);
    expect((await at('run', 'crm/people-nihgtly')).stderr).toContain('is not a job');
    const status = await at('status');
    expect(status.stdout).toContain(`\nin the file, ${fix}\n  crm/people-nightly  (${file})\n`);
    expect(JSON.parse((await at('status', '--json')).stdout).notDeployed).toEqual([
      { job: 'crm/people-nightly', file },
    ]);
    writeNewAddress(workingFolder, {
      url: deployed.cloud.url,
      region: 'eu-west-1',
      ...operatorCredentials,
      pid: process.pid,
      startedAt: clock.now().toISOString(),
      databases: [],
    });
    const plan = await lakeferry(['plan'], { workingFolder, now: clock.now() });
    expect(plan.stdout).toContain(`\nin the file, ${fix}\n  crm/people-nightly  (${file})\n`);
  } finally {
    rmSync(workingFolder, { recursive: true, force: true });
  }
});

test('the local cloud takes no second environment beside its own, by another name prefix', async () => {
  const { cloud } = deployed;
  await expect(refuseOtherNames(cloud, { name: 'local' })).resolves.toBeUndefined();
  await expect(refuseOtherNames(cloud, { name: 'local', namePrefix: 'acme' })).rejects.toThrow(
    'the files would deploy acme-lakeferry-local-platform beside lakeferry-local-platform',
  );
  await expect(refuseOtherNames(cloud, { name: 'other' })).resolves.toBeUndefined();
});
