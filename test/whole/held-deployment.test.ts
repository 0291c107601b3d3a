import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudFormationClient,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  type StackEvent,
} from '@aws-sdk/client-cloudformation';
import {
  CreateEndpointCommand,
  DatabaseMigrationServiceClient,
  DeleteEndpointCommand,
  DescribeConnectionsCommand,
  DescribeEndpointsCommand,
  DescribeReplicationTasksCommand,
} from '@aws-sdk/client-database-migration-service';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DrivenClock } from '@lakeferry/local-cloud/clock';
import type { Client } from 'pg';
import {
  type DeployedEnvironment,
  openEnvironment,
} from '../../application/environments/deployed-environment';
import { writeNewAddress } from '../../cli/environment/local-cloud-address';
import { serveDeployments } from '../../cli/local-environment/deployments';
import { jobIdentity } from '../../core/planning/job-identity';
import { readCsv } from '../../demo/staged-tables/read-csv';
import { scheduleGroupName } from '../../infra/names';
import { lakeferry, type Spoken } from '../helpers/scripted-shell';
import { type Deployed, deploySample, synthesizeInto, synthesizeSample } from '../helpers/whole/deployed';

const key = 'sales/orders-live';
const stack = 'lakeferry-local-sales';
const slugOf = (job: string) => jobIdentity('local', 'sales', job).slug;
const endpoint = `${slugOf('orders-live')}-target`;
const minute = 60_000;
const clock = new DrivenClock(new Date('2026-03-02T10:00:00Z'));
const folders: string[] = [];
const madeFolder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'lakeferry-held-'));
  folders.push(made);
  return made;
};

let deployed: Deployed;
let environment: DeployedEnvironment;
let config: string;
let workingFolder: string;
let client: Client;
let closeDeployments: () => void;

beforeAll(async () => {
  const assembly = await synthesizeSample();
  folders.push(assembly);
  deployed = await deploySample(assembly, { clock, scale: 0.02 });
  const { cloud, database } = deployed;
  const { address, close } = await serveDeployments(async (folder) => {
    const out = madeFolder();
    await synthesizeInto(folder, out);
    await cloud.deploy(out);
  });
  closeDeployments = close;
  workingFolder = madeFolder();
  writeNewAddress(workingFolder, {
    ...{ url: cloud.url, region: cloud.region, ...cloud.operatorCredentials, pid: process.pid },
    ...{ startedAt: clock.now().toISOString(), deployments: address, databases: [] },
  });
  config = madeFolder();
  cpSync(join(__dirname, '..', '..', 'config'), config, { recursive: true });
  environment = await openEnvironment('local');
  client = await database.connect('sales');
  await fire('orders-live');
  await clock.advanceUntil(() => cloud.stepFunctions.running().length === 0, 60 * minute);
  await clock.advance(15 * minute);
});
afterAll(async () => {
  await client?.end();
  closeDeployments?.();
  await deployed?.stop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

async function fire(job: string): Promise<void> {
  await deployed.cloud.scheduler.fireNow(slugOf(job), scheduleGroupName('local'));
  await clock.advance(1000);
}

type Edit = readonly [RegExp, string];

/** Changes the file of the department, and deploys the folder as a person does. */
const deploy = (...changes: readonly Edit[]) => deployChanged(join('departments', 'sales.yaml'), changes);

async function deployChanged(name: string, changes: readonly Edit[]): Promise<Spoken> {
  const file = join(config, name);
  const text = changes.reduce(
    (before, [found, by]) => {
      expect(before).toMatch(found);
      return before.replace(found, by);
    },
    readFileSync(file, 'utf8'),
  );
  writeFileSync(file, text);
  return await lakeferry(['local', 'deploy', '--config', config], { workingFolder, now: clock.now() });
}

const dms = () => new DatabaseMigrationServiceClient({});

async function batchInterval(): Promise<number | undefined> {
  const Filters = [{ Name: 'endpoint-id', Values: [endpoint] }];
  const { Endpoints = [] } = await dms().send(new DescribeEndpointsCommand({ Filters }));
  return Endpoints[0]?.S3Settings?.CdcMaxBatchInterval;
}

async function statuses(): Promise<readonly string[]> {
  const { ReplicationTasks = [] } = await dms().send(
    new DescribeReplicationTasksCommand({ WithoutSettings: true }),
  );
  return ReplicationTasks.map(({ MigrationType, Status }) => `${MigrationType} ${Status}`).sort();
}

/** Status of DMS's test of the changed endpoint. */
async function connectionStatus(): Promise<string | undefined> {
  const { Connections = [] } = await dms().send(new DescribeConnectionsCommand({}));
  return Connections.find(({ EndpointIdentifier: id }) => id === endpoint)?.Status;
}

async function stackStatus(): Promise<string | undefined> {
  const { Stacks } = await new CloudFormationClient({}).send(new DescribeStacksCommand({ StackName: stack }));
  return Stacks?.[0]?.StackStatus;
}

/** Events of a stack's last deployment that are about holds or endpoints, or what `isShown` says, as `minute of the deployment, resource, status`. */
async function stackEvents(
  of = stack,
  isShown = ({ ResourceType = '' }: StackEvent) =>
    ['Custom::LakeferryHold', 'AWS::DMS::Endpoint'].includes(ResourceType),
): Promise<readonly string[]> {
  const { StackEvents = [] } = await new CloudFormationClient({}).send(
    new DescribeStackEventsCommand({ StackName: of }),
  );
  const events = [...StackEvents].reverse();
  const begin = events.findLastIndex(
    ({ ResourceType, ResourceStatus }) =>
      ResourceType === 'AWS::CloudFormation::Stack' && ResourceStatus === 'UPDATE_IN_PROGRESS',
  );
  const start = events[begin]?.Timestamp?.getTime() ?? 0;
  return events
    .slice(begin)
    .filter(isShown)
    .map(
      ({ Timestamp, LogicalResourceId, ResourceStatus }) =>
        `${Math.floor(((Timestamp?.getTime() ?? 0) - start) / minute)} ${LogicalResourceId} ${ResourceStatus}`,
    );
}

/** Inserts a row now, and returns its key. */
let rows = 900_000;
async function write(): Promise<string> {
  rows += 1;
  await client.query('INSERT INTO sales.returns VALUES ($1, 1, $2)', [rows, 'written']);
  return String(rows);
}

/** Writes a row at that time, while a command waits. */
function writeIn(milliseconds: number): () => string {
  let written = '';
  clock.schedule(new Date(clock.now().getTime() + milliseconds), () => {
    void clock.track(
      write().then((id) => {
        written = id;
      }),
    );
  });
  return () => written;
}

async function writeWhenRunning(): Promise<string> {
  await clock.advanceUntil(async () => (await statuses())[0] === 'full-load-and-cdc running', 5 * minute);
  return await write();
}

/** Number of lines of each row in the files of the lake. */
async function linesInLake(ids: readonly string[]): Promise<readonly number[]> {
  await deployed.cloud.dms.caughtUp();
  await clock.advance(2 * minute);
  const { objects } = deployed.cloud.s3;
  const bucket = environment.platform.lakeBucketName;
  const counts = new Map<string, number>();
  for (const { key: name } of await objects.list(bucket, 'sales/orders-live/')) {
    if (!name.includes('/returns/') || !name.endsWith('.csv')) continue;
    const chunks: Buffer[] = [];
    for await (const chunk of await objects.get(bucket, name)) chunks.push(Buffer.from(chunk));
    const [header = [], ...lines] = readCsv(Buffer.concat(chunks).toString('utf8'), '\\N');
    const place = header.indexOf('return_id');
    for (const line of lines) counts.set(String(line[place]), (counts.get(String(line[place])) ?? 0) + 1);
  }
  return ids.map((id) => counts.get(id) ?? 0);
}

/** Events of the job about its task since the last call. */
let seen = 0;
async function newEvents(): Promise<readonly string[]> {
  const events = [...(await environment.history.events(key, 200))].reverse();
  const kinds = events.slice(seen).map(({ kind }) => kind);
  seen = events.length;
  return kinds;
}

const alerts = () =>
  deployed.cloud.sns
    .published(`arn:aws:sns:${deployed.cloud.region}:000000000000:lakeferry-local-alerts`)
    .map(({ message }) => JSON.parse(message))
    .filter(({ kind }) => kind === 'deployment');

test('a changed batch-interval stops the task, changes its endpoint and continues it from its checkpoint', async () => {
  const { cloud } = deployed;
  await newEvents();
  expect([await statuses(), await batchInterval()]).toEqual([['full-load-and-cdc running'], 2]);
  const before = await write();
  const stopping = writeIn(20_000);
  const during = writeIn(90_000);
  const said = await deploy([/batch-interval: 2s/, 'batch-interval: 5s']);
  expect(said).toMatchObject({ exitCode: 0, stderr: '' });
  expect([await statuses(), await batchInterval(), await stackStatus()]).toEqual([
    ['full-load-and-cdc stopped'],
    5,
    'UPDATE_COMPLETE',
  ]);
  expect(await stackEvents()).toEqual([
    expect.stringMatching(/^0 Hold\w+ UPDATE_IN_PROGRESS$/),
    expect.stringMatching(/^[23] Hold\w+ UPDATE_COMPLETE$/),
    expect.stringMatching(/^[23] Job\w+TargetEndpoint\w* UPDATE_IN_PROGRESS$/),
    expect.stringMatching(/^[23] Job\w+TargetEndpoint\w* UPDATE_COMPLETE$/),
  ]);
  expect((await environment.history.checkpoint(key))?.checkpoint).toMatch(/^checkpoint:V1/);
  expect(await connectionStatus()).toBe('testing');
  const after = await writeWhenRunning();
  expect(await connectionStatus()).toBe('successful');
  expect(await linesInLake([before, stopping(), during(), after])).toEqual([1, 1, 1, 1]);
  await clock.advance(15 * minute);
  expect(await newEvents()).toEqual(['held', 'resumed', 'recovered']);
  expect([alerts(), await environment.history.holds()]).toEqual([[], []]);
  expect(cloud.calls.count('dms:CreateReplicationTask')).toBe(1);
});

test('an update that fails half-way puts the endpoint back, and the task continues after the rollback', async () => {
  // An endpoint that a person made by hand has the identifier of a new job's.
  const identifier = `${slugOf('payments-live')}-target`;
  const { Endpoint: theirs } = await dms().send(
    new CreateEndpointCommand({
      EndpointIdentifier: identifier,
      EndpointType: 'target',
      EngineName: 's3',
      S3Settings: { BucketName: 'theirs', ServiceAccessRoleArn: 'arn:aws:iam::000000000000:role/dms-writer' },
    }),
  );
  const before = await write();
  const during = writeIn(4 * minute);
  const job = '  - name: payments-live\n    mode: cdc\n    tables:\n      - sales.payments\n\n';
  const said = await deploy([/batch-interval: 5s/, 'batch-interval: 9s'], [/^loads:/m, `${job}loads:`]);
  expect(said.exitCode).toBe(1);
  expect(said.stderr).toContain(`${identifier} already exists`);
  expect(said.stderr).toContain(`${stack} is as it was before (UPDATE_ROLLBACK_COMPLETE)`);
  expect([await statuses(), await batchInterval()]).toEqual([['full-load-and-cdc stopped'], 5]);
  const events = [
    ...[/^0 Hold\w+ UPDATE_IN_PROGRESS$/, /^[23] Hold\w+ UPDATE_COMPLETE$/],
    ...[/ Joborderslive\w+ UPDATE_IN_PROGRESS$/, / Joborderslive\w+ UPDATE_COMPLETE$/],
    ...[/ Jobpaymentslive\w+ CREATE_IN_PROGRESS$/, / Jobpaymentslive\w+ CREATE_FAILED$/],
    // The rollback waits like the update.
    ...[/^[23] Hold\w+ UPDATE_IN_PROGRESS$/, /^[45] Hold\w+ UPDATE_COMPLETE$/],
    ...[/ Joborderslive\w+ UPDATE_IN_PROGRESS$/, / Joborderslive\w+ UPDATE_COMPLETE$/],
  ];
  expect(await stackEvents()).toEqual(events.map((line) => expect.stringMatching(line)));
  expect(await linesInLake([before, during(), await writeWhenRunning()])).toEqual([1, 1, 1]);
  await clock.advance(15 * minute);
  expect(await newEvents()).toEqual(['held', 'resumed', 'recovered']);
  expect([alerts(), await environment.history.holds()]).toEqual([[], []]);
  await dms().send(new DeleteEndpointCommand({ EndpointArn: theirs?.EndpointArn }));
});

const newestRun = async () => {
  const [run] = await environment.history.runsOfJob('sales/reviews-daily', { limit: 1, now: clock.now() });
  return run;
};

/** Resources that read the secret of the changed source. */
const readers =
  /^(Hold|SourcesalesdbSecretReader|SourcesalesdbEndpoint|FunctionsCheckSource(Role)?)[0-9A-F]{8}$/;

async function monitorSlots(): Promise<string> {
  const FunctionName = environment.platform.checkSourceFunctionName;
  const { Payload } = await new LambdaClient({}).send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify({ monitor: 'slots' }) }),
  );
  return Payload?.transformToString() ?? '';
}

test('a full load in flight ends before its source has another secret, and CDC tasks run until then', async () => {
  const { cloud, database } = deployed;
  const { host, port, user: username, password } = database;
  cloud.secrets.put('lakeferry/sales-db-2', JSON.stringify({ username, password, host, port }));
  cloud.dms.script.slow({ secondsPerTable: 600 });
  await fire('reviews-daily');
  await clock.advance(2 * minute);
  expect(await statuses()).toEqual(['full-load running', 'full-load-and-cdc running']);
  const halfWay: (readonly string[])[] = [];
  clock.schedule(new Date(clock.now().getTime() + 4 * minute), () => {
    void clock.track(statuses().then((found) => halfWay.push(found)));
  });
  const said = await deployChanged('connections.yaml', [[/secret: lakeferry\/sales-db\b/, '$&-2']]);
  expect(said).toMatchObject({ exitCode: 0, stderr: '' });
  expect(halfWay).toEqual([['full-load running', 'full-load-and-cdc running']]);
  expect((await newestRun())?.verdict?.outcome).toBe('succeeded');
  const events = await stackEvents('lakeferry-local-platform', ({ LogicalResourceId: id = '' }) =>
    readers.test(id),
  );
  // Neither DMS nor check-source gets other permissions before the load has ended.
  expect(events.slice(0, 2)).toEqual([
    expect.stringMatching(/^0 Hold\w+ UPDATE_IN_PROGRESS$/),
    expect.stringMatching(/^(9|1\d) Hold\w+ UPDATE_COMPLETE$/),
  ]);
  expect(new Set(events.slice(2).map((event) => event.split(/ |(?=[0-9A-F]{8} )/)[1]))).toEqual(
    new Set([
      'SourcesalesdbSecretReader',
      'SourcesalesdbEndpoint',
      'FunctionsCheckSourceRole',
      'FunctionsCheckSource',
    ]),
  );
  // No run has followed, so the history still has the secret of before.
  expect(await monitorSlots()).toMatch(/sales\/orders-live: slot \w+/);
  await clock.advance(20 * minute);
  expect(await statuses()).toEqual(['full-load-and-cdc running']);
  expect(await newEvents()).toEqual(['held', 'resumed', 'recovered']);
  expect([alerts(), await environment.history.holds()]).toEqual([[], []]);
});

test('a deployment that waited 50 minutes for a full load is refused with its name, and nothing is touched', async () => {
  const { cloud } = deployed;
  cloud.dms.script.slow({ secondsPerTable: 3300 });
  await fire('reviews-daily');
  await clock.advance(2 * minute);
  const stops = cloud.calls.count('dms:StopReplicationTask');
  const said = await deploy(
    [/(name: reviews-daily(?:.|\n)*?)format: csv/, '$1format: { type: csv, compression: gzip }'],
    [/batch-interval: 9s/, 'batch-interval: 10s'],
  );
  const { run = '' } = (await newestRun()) ?? {};
  expect(said.exitCode).toBe(1);
  const users = `cannot be changed while this uses it: sales/reviews-daily (run ${run}). Deploy again`;
  expect(said.stderr).toContain(users);
  expect(said.stderr).toContain(`${stack} is as it was before (UPDATE_ROLLBACK_COMPLETE)`);
  expect(await statuses()).toEqual(['full-load running', 'full-load-and-cdc running']);
  expect(await stackEvents()).toEqual([
    expect.stringMatching(/^0 Hold\w+ UPDATE_IN_PROGRESS$/),
    expect.stringMatching(/^50 Hold\w+ UPDATE_FAILED$/),
    // The rollback has nothing to wait for.
    expect.stringMatching(/^50 Hold\w+ UPDATE_IN_PROGRESS$/),
    expect.stringMatching(/^5[0-2] Hold\w+ UPDATE_COMPLETE$/),
  ]);
  expect([await batchInterval(), cloud.calls.count('dms:StopReplicationTask')]).toEqual([9, stops]);
  expect(alerts()).toMatchObject([{ job: stack, state: 'raised', detail: expect.stringContaining(users) }]);
  await clock.advanceUntil(() => cloud.stepFunctions.running().length === 0, 30 * minute);
  expect((await newestRun())?.verdict?.outcome).toBe('succeeded');
  expect([await newEvents(), await environment.history.holds()]).toEqual([[], []]);
});
