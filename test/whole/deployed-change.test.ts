import { createHash } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { DrivenClock } from '@lakeferry/local-cloud/clock';
import type { Client } from 'pg';
import { openEnvironment } from '../../application/environments/deployed-environment';
import { jobIdentity } from '../../core/planning/job-identity';
import { isSame } from '../../demo/staged-tables/compare-with-database';
import { StagedJob } from '../../demo/staged-tables/staged-job';
import { scheduleGroupName } from '../../infra/names';
import { lakeferry } from '../helpers/scripted-shell';
import { type Deployed, deploySample, synthesizeSample } from '../helpers/whole/deployed';

const key = 'sales/orders-live';
const added = { schema: 'sales', table: 'products' };
const clock = new DrivenClock(new Date('2026-03-02T10:00:00Z'));
const folders: string[] = [];
let deployed: Deployed;

beforeAll(async () => {
  const assembly = await synthesizeSample();
  folders.push(assembly);
  deployed = await deploySample(assembly, { clock, scale: 0.02 });
});
afterAll(async () => {
  await deployed?.stop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** The repository's configuration with another text of the job. */
async function edited(edit: (job: string) => string): Promise<string> {
  const config = mkdtempSync(join(tmpdir(), 'lakeferry-edited-'));
  folders.push(config);
  cpSync(join(__dirname, '..', '..', 'config'), config, { recursive: true });
  const file = join(config, 'departments', 'sales.yaml');
  const text = readFileSync(file, 'utf8');
  const [before = '', job = ''] = text.split(/(?=^ {2}- name: orders-live$)/m);
  expect(edit(job)).not.toBe(job);
  writeFileSync(file, before + edit(job));
  const assembly = await synthesizeSample(config);
  folders.push(assembly);
  return assembly;
}

const widened = () =>
  edited((job) => job.replace(/^( +- )sales\.orders$/m, '$1sales.orders\n$1sales.products'));

/** Deploys while the clock runs: a hold is answered by a poll. */
async function deployMeanwhile(assembly: string): Promise<void> {
  let isOver = false;
  const done = deployed.cloud.deploy(assembly).finally(() => {
    isOver = true;
  });
  await clock.advanceUntil(() => isOver, 3_600_000);
  await done;
}

/** Lets what was committed reach its files. */
async function followed(): Promise<void> {
  await deployed.cloud.dms.caughtUp();
  await clock.advance(10_000);
}

async function compared(client: Client): Promise<boolean | undefined> {
  const { platform } = await openEnvironment('local');
  const place = {
    objects: deployed.cloud.s3.objects,
    bucket: platform.stagingBucketName,
    folder: 'sales/orders-live',
  };
  const staged = await StagedJob.open(place, [added], client);
  if ((await staged.readNew()).length === 0) return undefined;
  const [table] = Object.values(await staged.compare(client));
  return table === undefined ? undefined : isSame(table);
}

test('a table that is added to a living CDC job is loaded and followed once it is deployed, though nobody runs the job', async () => {
  const { cloud, database } = deployed;
  await cloud.scheduler.fireNow(
    jobIdentity('local', 'sales', 'orders-live').slug,
    scheduleGroupName('local'),
  );
  await clock.advance(1_000);
  await clock.advanceUntil(() => cloud.stepFunctions.running().length === 0, 3_600_000);
  const client = await database.connect('sales');
  try {
    await followed();
    expect(await compared(client)).toBeUndefined();
    const starts = () => cloud.calls.count('dms:StartReplicationTask');
    expect([cloud.calls.count('dms:CreateReplicationTask'), starts()]).toEqual([1, 1]);

    await cloud.deploy(await widened());
    await client.query("UPDATE sales.products SET name = name || ' (while it changes)' WHERE product_id = 1");
    await clock.advance(20 * 60_000);
    await client.query("UPDATE sales.products SET name = name || ' (after)' WHERE product_id = 2");
    await client.query(
      'DELETE FROM sales.products WHERE product_id = (SELECT max(product_id) FROM sales.products p WHERE NOT EXISTS (SELECT FROM sales.order_items i WHERE i.product_id = p.product_id))',
    );
    await followed();

    expect(await compared(client)).toBe(true);
    // The same task, changed once.
    expect([cloud.calls.count('dms:CreateReplicationTask'), starts()]).toEqual([1, 2]);
    expect(cloud.calls.count('dms:ModifyReplicationTask')).toBe(1);
    const { history } = await openEnvironment('local');
    const runs = await history.runsOfJob(key, { limit: 5, now: clock.now() });
    expect(runs.map(({ trigger, verdict }) => [trigger.by, verdict?.outcome])).toEqual([
      ['deployment', 'succeeded'],
      ['schedule', 'succeeded'],
    ]);
  } finally {
    await client.end();
  }
});

test('a job only loads from now on, and follows changes again: no slot is left, and no row is missing', async () => {
  const { cloud, database } = deployed;
  const client = await database.connect('sales');
  const slots = async () => (await client.query('SELECT slot_name FROM pg_replication_slots')).rows.length;
  const { history } = await openEnvironment('local');
  const newest = async () => (await history.runsOfJob(key, { limit: 1, now: clock.now() }))[0];
  const events = async () => (await history.events(key, 30)).map(({ kind }) => kind);
  try {
    expect(await slots()).toBe(1);
    const loading = await edited((job) =>
      job
        .replace('mode: full-load-and-cdc', 'mode: full-load')
        .replace(/^ +max-latency: .*\n/m, '')
        .replace(/^ +batch-interval: .*\n/m, ''),
    );
    await deployMeanwhile(loading);
    await clock.advance(15 * 60_000);
    expect(await slots()).toBe(0);
    expect(cloud.calls.count('dms:DeleteReplicationTask')).toBe(1);
    await client.query("UPDATE sales.orders SET status = 'paid' WHERE order_id = 1");
    await cloud.scheduler.fireNow(
      jobIdentity('local', 'sales', 'orders-live').slug,
      scheduleGroupName('local'),
    );
    await clock.advance(1_000);
    await clock.advanceUntil(() => cloud.stepFunctions.running().length === 0, 3_600_000);
    expect(await newest()).toMatchObject({ trigger: { by: 'schedule' }, verdict: { outcome: 'succeeded' } });

    await deployMeanwhile(await widened());
    await clock.advance(20 * 60_000);
    expect(await newest()).toMatchObject({
      trigger: { by: 'deployment' },
      verdict: { outcome: 'succeeded' },
    });
    expect(await slots()).toBe(1);
    await client.query("UPDATE sales.products SET name = name || ' (again)' WHERE product_id = 1");
    await followed();
    expect(await compared(client)).toBe(true);

    // Another target of a job that loads would be a new task, too. A job that only follows would lose its slot: nothing changes.
    const following = await edited((job) => job.replace('mode: full-load-and-cdc', 'mode: cdc'));
    await expect(deployMeanwhile(following)).rejects.toThrow(/lakeferry stop sales\/orders-live --delete/);
    await clock.advance(15 * 60_000);
    expect([await slots(), (await newest())?.mode]).toEqual([1, 'full-load-and-cdc']);
    expect(await events()).toContain('task-replaced');
  } finally {
    await client.end();
  }
});

/** The repository's configuration with other code in every function, which changes nothing. */
async function nextVersion(): Promise<string> {
  const assembly = await synthesizeSample();
  folders.push(assembly);
  const names = readdirSync(assembly);
  const hashes = new Map<string, string>();
  for (const name of names) {
    const code = join(assembly, name, 'index.js');
    if (!name.startsWith('asset.') || !existsSync(code)) continue;
    const hash = name.slice('asset.'.length);
    const next = createHash('sha256').update(hash).digest('hex');
    appendFileSync(code, '\n// the next version\n');
    renameSync(join(assembly, name), join(assembly, `asset.${next}`));
    hashes.set(hash, next);
  }
  expect(hashes.size).toBeGreaterThan(10);
  for (const name of names.filter((one) => one.endsWith('.json'))) {
    const text = readFileSync(join(assembly, name), 'utf8');
    const renamed = text.replaceAll(/[0-9a-f]{64}/g, (hash) => hashes.get(hash) ?? hash);
    writeFileSync(join(assembly, name), renamed);
  }
  return assembly;
}

test('a load in flight succeeds while all functions are replaced', async () => {
  const { cloud } = deployed;
  const { history } = await openEnvironment('local');
  cloud.dms.script.slow({ secondsPerTable: 600 });
  await cloud.scheduler.fireNow(
    jobIdentity('local', 'hr', 'people-nightly').slug,
    scheduleGroupName('local'),
  );
  await clock.advance(2 * 60_000);
  const [open] = await history.inFlightRuns();
  expect(open?.goal).toBe('load-finished');
  await cloud.deploy(await nextVersion());
  await clock.advanceUntil(() => cloud.stepFunctions.running().length === 0, 3_600_000);
  const run = await history.knownRun(open?.run ?? '');
  expect(run.verdict?.outcome).toBe('succeeded');
  expect(await history.inFlightRuns()).toEqual([]);
});

test('a department whose CDC task lives is deleted once the task is', async () => {
  const { cloud } = deployed;
  const stacks = new CloudFormationClient({});
  const StackName = 'lakeferry-local-sales';
  const statusOf = async () => {
    const { Stacks } = await stacks.send(new DescribeStacksCommand({}));
    return Stacks?.find((stack) => stack.StackName === StackName)?.StackStatus;
  };
  const before = cloud.calls.count('dms:DeleteReplicationTask');
  const said = async (...args: string[]) => {
    const env = { AWS_ENDPOINT_URL: cloud.url };
    const { stdout, stderr } = await lakeferry([...args, '--environment', 'local'], {
      env,
      now: clock.now(),
    });
    return stdout + stderr;
  };
  await stacks.send(new DeleteStackCommand({ StackName }));
  await clock.advanceUntil(async () => (await statusOf()) === 'DELETE_FAILED', 600_000);
  // The job has no schedule and no parameter any more, so the poll stops its task and keeps the position.
  await clock.advance(5 * 60_000);
  expect(await said('status', key)).toContain('lakeferry stop sales/orders-live --delete');
  const stopped = said('stop', key, '--delete');
  await clock.advanceUntil(async () => cloud.calls.count('dms:DeleteReplicationTask') > before, 600_000);
  await clock.advance(60_000);
  expect(await stopped).toMatch(/the task of sales\/orders-live is deleted.*checkpoint stored/s);
  await stacks.send(new DeleteStackCommand({ StackName }));
  await clock.advanceUntil(async () => (await statusOf()) === undefined, 600_000);
  // Its data, history and position stay.
  const { platform, history } = await openEnvironment('local');
  expect(await cloud.s3.objects.list(platform.lakeBucketName, 'sales/orders-live/')).not.toEqual([]);
  expect(await history.checkpoint(key)).toBeDefined();
});

test('reap removes the staged files of a published load, and nothing that readers have', async () => {
  const { cloud } = deployed;
  const { platform } = await openEnvironment('local');
  const keysIn = async (bucket: string) => (await cloud.s3.objects.list(bucket, '')).map(({ key }) => key);
  const [staged, lake] = [await keysIn(platform.stagingBucketName), await keysIn(platform.lakeBucketName)];
  const ofLoad = staged.filter((key) => key.startsWith('hr/people-nightly/'));
  expect(ofLoad.length).toBeGreaterThan(0);
  const { exitCode, stdout } = await lakeferry(['reap', '--yes', '--environment', 'local'], {
    env: { AWS_ENDPOINT_URL: cloud.url },
    now: new Date(clock.now().getTime() + 3 * 86_400_000),
  });
  expect([exitCode, stdout]).toEqual([
    0,
    expect.stringContaining('removed: folder of staged files of hr/people-nightly'),
  ]);
  expect(await keysIn(platform.stagingBucketName)).toEqual(staged.filter((key) => !ofLoad.includes(key)));
  expect(await keysIn(platform.lakeBucketName)).toEqual(lake);
});
