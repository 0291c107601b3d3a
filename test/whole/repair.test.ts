import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  DatabaseMigrationServiceClient,
  DescribeReplicationTasksCommand,
} from '@aws-sdk/client-database-migration-service';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DrivenClock } from '@lakeferry/local-cloud/clock';
import {
  type DeployedEnvironment,
  openEnvironment,
} from '../../application/environments/deployed-environment';
import { openLake } from '../../application/lake/lake';
import { consolePorts } from '../../cli/commands/console/ports';
import { exitCodes } from '../../cli/errors/exit-codes';
import { startServer } from '../../console/server/start-server';
import { jobIdentity } from '../../core/planning/job-identity';
import type { RunRecord } from '../../core/runs/record/run-record';
import { scheduleGroupName } from '../../infra/names';
import { send, signIn } from '../helpers/console/http';
import { withClient } from '../helpers/databases/postgres';
import { lakeferry, scriptedShell } from '../helpers/scripted-shell';
import { boundaryArn, managedPolicies, namePrefix, writeAccountRules } from '../helpers/whole/account-rules';
import { type Deployed, deploySample, synthesizeSample } from '../helpers/whole/deployed';
import { asPerson } from '../helpers/whole/person';
import { deleteStack, destroyStacks, unprotect, whatRemains } from '../helpers/whole/what-remains';

const minute = 60_000;
const job = 'wide/all-tables';
const clock = new DrivenClock(new Date('2026-03-02T10:00:00Z'));
const names = Array.from({ length: 50 }, (_, index) => `t_${String(index + 1).padStart(2, '0')}`);
let folder: string;
let assembly: string;
let deployed: Deployed;
let connection: DeployedEnvironment;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lakeferry-repair-'));
  cpSync('config', folder, { recursive: true });
  writeFileSync(
    join(folder, 'departments/wide.yaml'),
    `department: wide
owner: wide@example.com
source: sales-db
target: lake
lake:
  catalogue: true
jobs:
  - name: all-tables
    mode: full-load
    schedule: cron(0 2 * * ? *)
    tables:
      - wide.t%
  - name: by-arrival
    mode: full-load
    publish: arrival
    lake:
      catalogue: false
    tables:
      - wide.t_01
`,
  );
  writeAccountRules(folder);
  assembly = await synthesizeSample(folder);
  deployed = await deploySample(assembly, {
    clock,
    scale: 0.01,
    namePrefix,
    managedPolicies,
    mayRefuse: true,
  });
  connection = await openEnvironment('local', namePrefix);
  const sql = names.map(
    (name) =>
      `CREATE TABLE wide.${name} (id int PRIMARY KEY, name text);
       INSERT INTO wide.${name} SELECT n, 'row ' || n FROM generate_series(1, 5) n;`,
  );
  await withClient(deployed.database, 'sales', (client) =>
    client.query(`CREATE SCHEMA wide; ${sql.join('')}`),
  );
});
afterAll(async () => {
  await deployed?.stop();
  for (const one of [folder, assembly]) rmSync(one, { recursive: true, force: true });
});

const command = (...args: string[]) =>
  lakeferry([...args, '--config', folder, '--environment', 'local'], {
    env: { AWS_ENDPOINT_URL: deployed.cloud.url },
    now: clock.now(),
    width: 160,
  });
const isOver = (): boolean => deployed.cloud.stepFunctions.running().length === 0;

async function newest(): Promise<RunRecord> {
  const run = await connection.history.newestRun(job, clock.now());
  if (run === undefined) throw new Error(`${job} has no run`);
  return run;
}

async function fire(): Promise<void> {
  const { slug } = jobIdentity('local', 'wide', 'all-tables', namePrefix);
  await deployed.cloud.scheduler.fireNow(slug, scheduleGroupName({ name: 'local', namePrefix }));
  await clock.advance(1000);
}

/** Ends what runs, and returns the table names that the task of the newest run selected. */
async function selected(): Promise<readonly string[]> {
  let rules: readonly Record<string, Record<string, string>>[] = [];
  await clock.advanceUntil(async () => {
    const { ReplicationTasks: [task] = [] } = await new DatabaseMigrationServiceClient({}).send(
      new DescribeReplicationTasksCommand({}),
    );
    rules = JSON.parse(task?.TableMappings ?? '{"rules": []}').rules;
    return rules.length > 0;
  }, 30 * minute);
  await clock.advanceUntil(isOver, 60 * minute);
  return rules.map((rule) => rule['object-locator']?.['table-name'] ?? '');
}

const current = () => openLake(connection).snapshots(job).current();

test('a retry of 1 failed table of 50 makes a task of one table, and a snapshot of 50', async () => {
  deployed.cloud.dms.script.failTable('wide.t_17', 'out of luck', 2);
  await fire();
  expect(await selected()).toEqual(['t%']);
  const failed = await newest();
  expect(failed.verdict).toMatchObject({ outcome: 'failed', findings: [{ table: 'wide.t_17' }] });
  expect(await current()).toBeUndefined();

  deployed.cloud.dms.script.reset();
  expect(await command('retry', failed.run)).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining(`started ${failed.run}.2, attempt 2 of ${failed.run}`),
  });
  expect(await selected()).toEqual(['t[_]17']);
  expect(await newest()).toMatchObject({
    run: `${failed.run}.2`,
    verdict: { outcome: 'succeeded', evidence: { tables: 50, rows: 250 } },
    publishing: { outcome: 'published', tables: 50, carriedTables: 0 },
  });
  const manifest = await current();
  expect(manifest?.tables.map(({ table }) => table)).toEqual(names);
  expect(manifest?.tables.every(({ rows, files }) => rows === 5 && files.length === 1)).toBe(true);

  const shown = (await command('show', `${failed.run}.2`)).stdout;
  expect(shown).toMatch(/attempt +2 of wide\.all-tables\./);
  expect(shown).toMatch(/loads +1 table, takes over the others of wide\.all-tables\./);
  expect(shown).toMatch(/attempts\n +1 .* failed\n +2 .* succeeded/);
  expect((await command('history', job)).stdout).toMatch(
    new RegExp(`^${failed.run}\\.2 +succeeded.*\n  ${failed.run} +failed`, 'm'),
  );
  expect((await command('status', job)).stdout).toContain('succeeded, attempt 2');
  expect(await command('retry', failed.run)).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining(`${failed.run}.2 has succeeded`),
  });
});

test('some tables with a filter go into a snapshot that readers are not switched to', async () => {
  const before = await current();
  const filter = ['--tables', 'wide.t_01,wide.t_02', '--where', "id >= 3 and name <> 'row 4'"];
  expect(await command('run', job, ...filter)).toMatchObject({ exitCode: 0 });
  expect(await selected()).toEqual(['t[_]01', 't[_]02']);
  const { run, verdict, publishing } = await newest();
  expect(verdict).toMatchObject({ outcome: 'succeeded', evidence: { tables: 2, rows: 4 } });
  expect(publishing).toMatchObject({ outcome: 'named', tables: 2 });
  expect(await current()).toEqual(before);
  const listed = (await command('snapshots', job)).stdout;
  expect(listed).toMatch(
    /: 2 tables, 4 rows, kept until .*; readers are not switched to it\n {2}s3:\/\/.*\/t_01\//,
  );
  expect((await command('show', run)).stdout).toMatch(/where +id gte 3 and name noteq row 4/);
  expect((await command('retry', run)).stderr).toContain('loads some tables only');
  const wrong = (...args: string[]) => command('run', job, ...args).then(({ stderr }) => stderr);
  expect(await wrong('--where', 'id = 1')).toContain('--where goes with --tables');
  expect(await wrong('--tables', 'hr.people')).toContain('"hr.people" is not a table of the job');
  expect(await wrong('--tables', 'wide.t_01', '--where', 'id < 1')).toContain('which DMS does not know');
});

test('a cancelled run leaves no task and no lease, and its record says who did it and why', async () => {
  deployed.cloud.dms.script.slow({ secondsPerTable: 600 });
  await fire();
  await clock.advance(2 * minute);
  const { run } = await newest();
  expect(await command('cancel', job, '--reason', 'wrong filter')).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining(`${run} is cancelled: `),
  });
  await clock.advance(10 * minute);
  expect(await newest()).toMatchObject({
    run,
    cancelled: { reason: 'wrong filter' },
    verdict: { outcome: 'cancelled' },
    phases: { closed: expect.any(String) },
  });
  expect(isOver()).toBe(true);
  const { ReplicationTasks } = await new DatabaseMigrationServiceClient({}).send(
    new DescribeReplicationTasksCommand({}),
  );
  expect(ReplicationTasks).toEqual([]);
  expect(await connection.history.inFlightRuns()).toEqual([]);
  expect(await connection.history.lease(job)).toBeUndefined();
  expect((await command('cancel', run)).stderr).toContain(`${run} is over`);
});

describe('an account with rules', () => {
  const spoken = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    lakeferry([...args, '--environment', 'local'], {
      env: { AWS_ENDPOINT_URL: deployed.cloud.url, ...env },
      now: clock.now(),
    });
  const config = ['--config', 'config'];

  test('every stack is found by the prefix, and what its functions did, their boundary allowed', () => {
    const stacks = deployed.cloud.stacks.all().map(({ name }) => name);
    expect(stacks).toEqual(
      ['platform', 'hr', 'sales', 'wide'].map((name) => `acme-data-lakeferry-local-${name}`),
    );
    for (const role of deployed.cloud.roles.all()) expect(role.boundaryArn).toBe(boundaryArn);
    expect(deployed.cloud.permissions.refusals).toEqual([]);
  });

  test('the policies of docs/policies are enough with the prefix put in', async () => {
    await asPerson(deployed, 'reader', ['reader'], namePrefix, async () => {
      for (const args of [
        ['status'],
        ['history'],
        ['logs', job],
        ['snapshots', job],
        ['diff'],
        ['calendar', '--days', '1'],
      ]) {
        const { exitCode, stderr } = await command(...args);
        expect({ args, exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({
          args,
          exitCode: 0,
          stderr: '',
        });
      }
    });
  });

  test('an operator checks, pauses, starts and opens the console by the names with the prefix', async () => {
    deployed.cloud.dms.script.reset();
    await asPerson(deployed, 'operator', ['reader', 'operator'], namePrefix, async () => {
      for (const args of [
        ['doctor', job],
        ['discover', 'sales-db'],
        ['pause', job, '--reason', 'move'],
        ['unpause', job],
        ['arrivals', 'status'],
        ['reap', '--yes'],
        ['report', '--out', join(folder, 'report')],
        ['run', job],
      ]) {
        const { exitCode, stderr, stdout } = await command(...args);
        expect({ args, exitCode, said: exitCode === 0 ? '' : stdout + stderr }).toEqual({
          args,
          exitCode: 0,
          said: '',
        });
      }
      const shell = scriptedShell({ env: { AWS_ENDPOINT_URL: deployed.cloud.url } });
      const options = { config: folder, environment: 'local', environmentGiven: true, json: true };
      const invocation = { shell: { ...shell, now: () => clock.now() }, options };
      const ports = await consolePorts(invocation, { preview: false });
      const { url, port, stop } = await startServer(ports, { readOnly: false, pages: '', port: 0 });
      try {
        const cookie = await signIn(url);
        for (const page of ['today', 'plan', 'plan/changes', 'next', 'loads', `jobs/${job}/snapshots`]) {
          const { status, text } = await send(port, `/api/${page}`, { headers: { cookie } });
          expect({ page, status, said: status === 200 ? '' : text }).toEqual({ page, status: 200, said: '' });
        }
      } finally {
        await stop();
      }
    });
    expect(await selected()).toEqual(expect.arrayContaining(['t%']));
  });

  test('where no file is at hand, a variable has the prefix; without it, the stack that there is is named', async () => {
    expect(await spoken(['status', ...config], { LAKEFERRY_NAME_PREFIX: namePrefix })).toMatchObject({
      exitCode: 0,
    });
    const { exitCode, stderr } = await spoken(['status', ...config]);
    expect(exitCode).toBe(3);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(
      'there is no stack lakeferry-local-platform, but acme-data-lakeferry-local-platform',
    );
    expect(stderr).toContain('LAKEFERRY_NAME_PREFIX');
  });

  test('diff refuses another prefix, because it would make a second environment', async () => {
    const changed = join(folder, 'changed');
    cpSync('config', changed, { recursive: true });
    appendFileSync(join(changed, 'environments/local.yaml'), 'name-prefix: acme\n');
    const { exitCode, stdout } = await spoken(['diff', '--json', '--config', changed]);
    rmSync(changed, { recursive: true });
    expect(exitCode).toBe(exitCodes.changesFound);
    expect(JSON.parse(stdout)).toMatchObject({
      class: 'refused',
      items: [
        {
          what: 'environment',
          changes: [
            {
              text: 'name prefix: acme-data -> acme, which makes a new environment beside acme-data-lakeferry-local-platform',
            },
          ],
        },
      ],
    });
  });
});

describe('the removed environment', () => {
  /** As docs/how-to/remove.md says. */
  async function checkRemoval(): Promise<unknown> {
    const name = stack('platform');
    const { Stacks } = await new CloudFormationClient({}).send(
      new DescribeStacksCommand({ StackName: name }),
    );
    const output = (key: string) =>
      Stacks?.[0]?.Outputs?.find(({ OutputKey }) => OutputKey === key)?.OutputValue;
    const buckets = { StagingBucket: output('StagingBucketName'), InboxBucket: output('InboxBucketName') };
    const { Payload } = await new LambdaClient({}).send(
      new InvokeCommand({
        FunctionName: 'acme-data-lakeferry-local-prepare-removal',
        Payload: JSON.stringify({ RequestType: 'Check', ResourceProperties: buckets }),
      }),
    );
    return JSON.parse(Payload?.transformToString() ?? '');
  }
  const stack = (name: string) => `acme-data-lakeferry-local-${name}`;

  test('is refused by name while a file waits for its copy to the lake, and nothing is deleted', async () => {
    const { eventBus } = deployed.cloud;
    // The event of the file is lost, so no queue and no dead letter has it.
    eventBus.script((event) => (event.source === 'aws.s3' ? 'lose' : undefined));
    expect(await command('run', 'wide/by-arrival')).toMatchObject({ exitCode: 0 });
    await clock.advance(1000);
    await clock.advanceUntil(isOver, 60 * minute);
    eventBus.script(undefined);
    expect((await connection.history.newestRun('wide/by-arrival', clock.now()))?.verdict).toMatchObject({
      outcome: 'succeeded',
    });
    expect(await checkRemoval()).toMatchObject({
      outcome: 'would-be-refused',
      reason: expect.stringMatching(/^the removal would be refused: 1 file, .* wide\/by-arrival 1 file/),
    });
    await destroyStacks(deployed, ['wide', 'sales', 'hr'].map(stack));
    const { stacks, ...before } = await whatRemains(deployed);
    await unprotect(stack('platform'));
    expect(await deleteStack(deployed, stack('platform'))).toEqual([
      expect.stringMatching(
        /^Removal1BFB0048: .*nothing was deleted: 1 file, \d+ bytes, wait: wide\/by-arrival 1 file \d+ bytes, not in the lake\. Fix: lakeferry backfill/,
      ),
    ]);
    const { stacks: after, ...left } = await whatRemains(deployed);
    expect(left).toEqual(before);
    expect(after.map(({ name, status }) => [name, status])).toEqual([[stack('platform'), 'DELETE_FAILED']]);
    expect(stacks).toHaveLength(1);
    const { permissions, roles } = deployed.cloud;
    const role = roles.all().find(({ name }) => name.includes('-FunctionsPrepareR'));
    const used = [...permissions.usedBy(role?.arn ?? '')].filter((action) => !action.startsWith('dynamodb:'));
    expect(used.sort()).toEqual([
      'cloudformation:DescribeStacks',
      'dms:DescribeReplicationTasks',
      's3:GetObject',
      's3:ListBucket',
      's3:ListBucketVersions',
    ]);
  });

  test('leaves the lake, the history, and logs with a retention, after the file was copied', async () => {
    const { buckets, tables } = await whatRemains(deployed);
    // Its department is no longer deployed: the history has the plan.
    expect(await command('backfill', 'wide/by-arrival')).toMatchObject({ exitCode: 0 });
    expect(await deleteStack(deployed, stack('platform'))).toBeUndefined();
    const left = await whatRemains(deployed);
    expect(left).toEqual({
      ...{ tables, parameters: [], dms: [], functions: [], stacks: [] },
      buckets: buckets.filter((name) => name.includes('-platform-storagelake')),
      logGroups: expect.arrayContaining([
        '/acme-data-lakeferry/local/poll-tasks',
        'dms-tasks-acme-data-lakeferry-local',
      ]),
      roles: ['dms-cloudwatch-logs-role', 'dms-vpc-role', 'operator', 'reader'],
    });
    expect([buckets.length, left.buckets.length]).toEqual([3, 1]);
    const lake = await deployed.cloud.s3.objects.list(connection.platform.lakeBucketName, 'wide/by-arrival/');
    expect(lake.map(({ size }) => size > 0)).toEqual([true]);
    expect(tables).toEqual([connection.platform.historyTableName]);
    // Readers keep the snapshot, and people the records of runs.
    expect((await current())?.tables).toHaveLength(names.length);
    expect(await connection.history.newestRun(job, clock.now())).toMatchObject({ jobKey: job });
  });

  test('is deployed again under its name: log groups are imported, and the rest is created', async () => {
    await expect(deployed.cloud.deploy(assembly)).rejects.toThrow('already exists');
    await deployed.cloud.deploy(assembly, { importExisting: true });
    const former = connection.platform;
    connection = await openEnvironment('local', namePrefix);
    expect(connection.platform.lakeBucketName).not.toBe(former.lakeBucketName);
    expect(await connection.history.newestRun(job, clock.now())).toBeUndefined();
    deployed.cloud.dms.script.reset();
    await fire();
    await selected();
    expect((await newest()).verdict).toMatchObject({ outcome: 'succeeded', evidence: { tables: 50 } });
  });
});
