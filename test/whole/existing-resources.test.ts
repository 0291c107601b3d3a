import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  CreateEndpointCommand,
  CreateReplicationInstanceCommand,
  DatabaseMigrationServiceClient,
  DescribeEndpointsCommand,
  DescribeReplicationInstancesCommand,
  DescribeReplicationTasksCommand,
  ListTagsForResourceCommand,
  ModifyEndpointCommand,
  type S3Settings,
} from '@aws-sdk/client-database-migration-service';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import type { LocalCloud } from '@lakeferry/local-cloud';
import { DrivenClock } from '@lakeferry/local-cloud/clock';
import type { PostgresServer } from '@lakeferry/local-cloud/postgres';
import { openEnvironment } from '../../application/environments/deployed-environment';
import { RecordedRequests } from '../helpers/infra/authorization/recorded-requests';
import { lakeferry } from '../helpers/scripted-shell';
import { type Deployed, deploySample, synthesizeInto, synthesizeSample } from '../helpers/whole/deployed';

const arn = (kind: string) => `arn:aws:dms:eu-west-1:000000000000:${kind}`;
const instance = arn('rep:ERP');
const source = arn('endpoint:ERP-SALES');
const modes = ['full-load', 'cdc', 'full-load-and-cdc'] as const;
const alerts = 'arn:aws:sns:eu-west-1:000000000000:data-alerts';
const writer = 'arn:aws:iam::000000000000:role/dba-writes-files';
const fileEndpoint = (mode: string) => arn(`endpoint:FILES-${mode}`);
/** Resources that the jobs of the department `crm` name themselves. */
const ofJobs = {
  instance: arn('rep:CRM'),
  identifier: 'crm-migration',
  source: arn('endpoint:CRM-SALES'),
  files: (mode: string) => arn(`endpoint:CRM-FILES-${mode}`),
};

const clock = new DrivenClock(new Date('2026-03-02T10:00:00Z'));
const folders: string[] = [];
const dms = () => new DatabaseMigrationServiceClient({});
let deployed: Deployed;
let recorded: RecordedRequests;

/**
 * Two departments, whose instances and endpoints others own, logins included: of `erp`, connections and environment name them, of
 * `crm`, its jobs do.
 */
function configuration(): string {
  const config = mkdtempSync(join(tmpdir(), 'lakeferry-existing-'));
  folders.push(config);
  for (const folder of ['departments', 'environments']) mkdirSync(join(config, folder));
  const write = (file: string, text: string) => writeFileSync(join(config, file), text);
  const targets = modes.map((mode) => `  files-${mode}: {engine: s3}\n`).join('');
  const jobs = modes.map(
    (mode) => `  - {name: ${mode}, mode: ${mode}, target: files-${mode}, tables: [sales.customers]}\n`,
  );
  write(
    'connections.yaml',
    `sources:\n  sales-db: {engine: postgres, database: sales}\ntargets:\n${targets}`,
  );
  write(
    'departments/erp.yaml',
    `department: erp\nowner: erp@example.com\nsource: sales-db\ntarget: files-cdc\njobs:\n${jobs.join('')}`,
  );
  const named = modes.map(
    (mode) =>
      `  - {name: ${mode}, mode: ${mode}, tables: [sales.customers], existing: {local: {` +
      `replication-instance: {arn: "${ofJobs.instance}", identifier: ${ofJobs.identifier}}, ` +
      `source-endpoint: "${ofJobs.source}", target-endpoint: "${ofJobs.files(mode)}"}}}\n`,
  );
  write(
    'departments/crm.yaml',
    `department: crm\nowner: crm@example.com\nsource: sales-db\ntarget: files-cdc\njobs:\n${named.join('')}`,
  );
  write(
    'environments/local.yaml',
    `environment: local\naccount: "000000000000"\nregion: eu-west-1\nnetwork: {cidr: 10.42.0.0/16}\non-delete: destroy\n` +
      `existing:\n  staging-bucket: {name: acme-staging}\n  lake-bucket: {name: acme-lake}\n  alerts-topic: "${alerts}"\n` +
      `  staging-role: "${writer}"\n  secrets-role: "${writer}"\n` +
      `replication-instance: {arn: "${instance}", identifier: erp-migration}\nconnections:\n  sales-db: {endpoint: "${source}"}\n` +
      modes.map((mode) => `  files-${mode}: {endpoint: "${fileEndpoint(mode)}"}\n`).join(''),
  );
  return config;
}

/** Settings that docs/connections.md demands of an existing endpoint for parquet. */
function filesOf(mode: (typeof modes)[number]): S3Settings {
  const files = { DataFormat: 'parquet', ParquetTimestampInMillisecond: true } as const;
  if (mode === 'full-load') return files;
  const withTimes = { ...files, IncludeOpForFullLoad: true, TimestampColumnName: 'dms_commit_timestamp' };
  return mode === 'cdc' ? withTimes : { ...withTimes, UseTaskStartTimeForFullLoadTimestamp: true };
}

/** What an owner made, with their own tags and passwords. The templates have nothing of it. */
async function createExisting(cloud: LocalCloud, database: PostgresServer): Promise<void> {
  const { host, port, user, password } = database;
  const Tags = [{ Key: 'team', Value: 'dba' }];
  const statement = { Effect: 'Allow', Action: 's3:*', Resource: '*' };
  for (const bucket of ['acme-staging', 'acme-lake']) await cloud.s3.objects.createBucket(bucket);
  cloud.s3.objects.tellEventBridge('acme-staging', true);
  await new SNSClient({}).send(new CreateTopicCommand({ Name: 'data-alerts' }));
  cloud.roles.put({
    arn: writer,
    name: 'dba-writes-files',
    trust: {
      Statement: [{ Effect: 'Allow', Principal: { Service: 'dms.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    },
    inline: new Map([['Write', { Statement: [statement] }]]),
    managedPolicyArns: [],
  });
  for (const [id, identifier] of [
    ['ERP', 'erp-migration'],
    ['CRM', ofJobs.identifier],
  ])
    await dms().send(
      new CreateReplicationInstanceCommand({
        ReplicationInstanceIdentifier: identifier,
        ReplicationInstanceClass: 'dms.c6i.large',
        ResourceIdentifier: id,
        Tags,
      }),
    );
  for (const id of ['ERP-SALES', 'CRM-SALES'])
    await dms().send(
      new CreateEndpointCommand({
        EndpointIdentifier: id.toLowerCase(),
        EndpointType: 'source',
        EngineName: 'postgres',
        ServerName: host,
        Port: port,
        Username: user,
        Password: password,
        DatabaseName: 'sales',
        ResourceIdentifier: id,
        Tags,
      }),
    );
  for (const mode of modes)
    for (const [department, prefix] of [
      ['erp', 'FILES'],
      ['crm', 'CRM-FILES'],
    ])
      await dms().send(
        new CreateEndpointCommand({
          EndpointIdentifier: `${prefix?.toLowerCase()}-${mode}`,
          EndpointType: 'target',
          EngineName: 's3',
          ResourceIdentifier: `${prefix}-${mode}`,
          S3Settings: {
            ...filesOf(mode),
            BucketName: 'acme-staging',
            BucketFolder: `${department}/${mode}`,
            ServiceAccessRoleArn: writer,
          },
          Tags,
        }),
      );
  // Until the instance is available.
  await clock.advance(30 * 60_000);
}

/** Everything that AWS shows of what others own. */
async function existing(): Promise<unknown> {
  const { Endpoints = [] } = await dms().send(new DescribeEndpointsCommand({}));
  const { ReplicationInstances } = await dms().send(new DescribeReplicationInstancesCommand({}));
  const arns = [instance, ofJobs.instance, ...Endpoints.flatMap(({ EndpointArn }) => EndpointArn ?? [])];
  const tags = await Promise.all(
    arns.map(
      async (ResourceArn) => (await dms().send(new ListTagsForResourceCommand({ ResourceArn }))).TagList,
    ),
  );
  return { Endpoints, ReplicationInstances, tags };
}

const said = (config: string, ...args: string[]) =>
  lakeferry([...args, '--environment', 'local', '--config', config], {
    env: { AWS_ENDPOINT_URL: deployed.cloud.url },
    now: clock.now(),
  });

let config: string;
beforeAll(async () => {
  config = configuration();
  const assembly = await synthesizeSample(config);
  folders.push(assembly);
  recorded = new RecordedRequests();
  deployed = await deploySample(assembly, { clock, scale: 0.02, before: createExisting });
});
afterAll(async () => {
  recorded?.stop();
  await deployed?.stop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

test('an instance and endpoints that exist move data in all three modes, and stay as they were', async () => {
  const before = await existing();
  expect(before).toMatchObject({ Endpoints: { length: 8 }, ReplicationInstances: { length: 2 } });
  const jobs = ['erp', 'crm'].flatMap((department) => modes.map((mode) => `${department}/${mode}`));
  for (const job of jobs) await said(config, 'run', job);
  await clock.advance(1_000);
  await clock.advanceUntil(() => deployed.cloud.stepFunctions.running().length === 0, 3_600_000);
  const client = await deployed.database.connect('sales');
  await client.query("UPDATE sales.customers SET email = 'changed@example.com' WHERE customer_id = 1");
  await client.end();
  await deployed.cloud.dms.caughtUp();
  await clock.advance(5 * 60_000);

  const { history, platform } = await openEnvironment('local');
  expect([platform.stagingBucketName, platform.lakeBucketName]).toEqual(['acme-staging', 'acme-lake']);
  const outcomes = await Promise.all(
    jobs.map(async (job) => {
      const [last] = await history.runsOfJob(job, { limit: 1, now: clock.now() });
      const files = await deployed.cloud.s3.objects.list(platform.lakeBucketName, `${job}/`);
      return [job, last?.verdict?.outcome, files.some(({ key }) => key.endsWith('.parquet'))];
    }),
  );
  expect(outcomes).toEqual(jobs.map((job) => [job, 'succeeded', true]));
  expect(await existing()).toEqual(before);
  const { exitCode, stdout } = await said(config, 'doctor', '--all');
  for (const check of ['existing-file-settings', 'existing-instance', 'existing-bucket'])
    expect(stdout).toMatch(new RegExp(`✓ +${check}`));
  expect(stdout).toContain('sales-db has no secret in connections.yaml');
  expect([exitCode, stdout]).toEqual([0, stdout]);
});

test('the tasks of jobs that name an instance run on it, and polls, logs and the diff find them there', async () => {
  const { ReplicationTasks = [] } = await dms().send(new DescribeReplicationTasksCommand({}));
  const used = ReplicationTasks.map((task) => [
    task.ReplicationTaskIdentifier?.replace(/-[0-9a-f]{8}$/, ''),
    task.ReplicationInstanceArn?.split(':').at(-1),
    ...[task.SourceEndpointArn, task.TargetEndpointArn].map((one) => one?.split(':').at(-1)),
  ]);
  expect(used.sort()).toEqual([
    ['local-crm-cdc', 'CRM', 'CRM-SALES', 'CRM-FILES-cdc'],
    ['local-crm-full-load-and-cdc', 'CRM', 'CRM-SALES', 'CRM-FILES-full-load-and-cdc'],
    ['local-erp-cdc', 'ERP', 'ERP-SALES', 'FILES-cdc'],
    ['local-erp-full-load-and-cdc', 'ERP', 'ERP-SALES', 'FILES-full-load-and-cdc'],
  ]);
  const { history } = await openEnvironment('local');
  // Metrics have the identifier of the instance.
  for (const job of ['crm/cdc', 'erp/cdc'])
    expect(await history.replication(job)).toMatchObject({ latency: { sourceSeconds: expect.any(Number) } });
  const { stdout: logs } = await said(config, 'logs', 'crm/cdc', '--source', 'task');
  expect(logs).toContain('SOURCE_CAPTURE: Start reading changes');
  expect(logs).not.toContain('dms-tasks-');
  const { stdout: plan } = await said(config, 'plan', 'crm/cdc');
  expect(plan).toContain('existing instance crm-migration');
  expect(await said(config, 'diff')).toMatchObject({ exitCode: 0 });
});

test('a setting that the owner changes ends the next run with its name and the value to set, and doctor says so', async () => {
  const { history, platform } = await openEnvironment('local');
  await dms().send(
    new ModifyEndpointCommand({
      EndpointArn: fileEndpoint('full-load'),
      S3Settings: { BucketName: platform.stagingBucketName, DataFormat: 'csv' },
    }),
  );
  await said(config, 'run', 'erp/full-load');
  await clock.advance(1_000);
  await clock.advanceUntil(() => deployed.cloud.stepFunctions.running().length === 0, 3_600_000);
  const [last] = await history.runsOfJob('erp/full-load', { limit: 1, now: clock.now() });
  const text = 'DataFormat of files-full-load is csv (fix in AWS: S3Settings.DataFormat: parquet)';
  expect(JSON.stringify(last?.verdict)).toContain('EndpointNotReady');
  expect(JSON.stringify(last)).toContain(text);
  const { exitCode, stdout } = await said(config, 'doctor', 'erp/full-load');
  expect(stdout).toContain('S3Settings.DataFormat: parquet');
  expect(exitCode).toBe(2);
});

const roleOfCheck = () => {
  const role = deployed.cloud.roles.all().find(({ name }) => name.includes('CheckExistingRole'));
  if (role === undefined) throw new Error('there is no role of check-existing');
  return role;
};

test('the deployment has checked all of them, and its function is allowed nothing else', () => {
  expect(deployed.cloud.permissions.refusals).toEqual([]);
  const spare = recorded.spareOf(roleOfCheck(), deployed.cloud.permissions);
  expect(spare.filter(({ text }) => !/^(logs|xray):/.test(text))).toEqual([]);
});

/** Deploys the files, and returns the problem with the status of the department's stack. */
async function deploy(): Promise<readonly [string, string | undefined]> {
  const out = mkdtempSync(join(tmpdir(), 'lakeferry-existing-'));
  folders.push(out);
  await synthesizeInto(config, out);
  const problem = await deployed.cloud.deploy(out).then(
    () => '',
    (error: unknown) => String(error),
  );
  const { Stacks } = await new CloudFormationClient({}).send(
    new DescribeStacksCommand({ StackName: 'lakeferry-local-erp' }),
  );
  return [problem, Stacks?.[0]?.StackStatus];
}

test('a deployment that needs another setting is refused with it, is rolled back, and succeeds after the owner has set it', async () => {
  const file = join(config, 'departments', 'erp.yaml');
  const format = 'mode: full-load, format: {type: csv, compression: gzip}, ';
  writeFileSync(file, readFileSync(file, 'utf8').replace('mode: full-load, ', format));
  const [problem, status] = await deploy();
  expect(problem).toContain(
    'CompressionType of files-full-load is NONE (fix in AWS: S3Settings.CompressionType: gzip)',
  );
  expect(problem).toContain('Set these and deploy again');
  expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
  await dms().send(
    new ModifyEndpointCommand({
      EndpointArn: fileEndpoint('full-load'),
      S3Settings: {
        BucketName: 'acme-staging',
        CompressionType: 'gzip',
        AddColumnName: true,
        Rfc4180: true,
        CsvNullValue: '\\N',
      },
    }),
  );
  expect(await deploy()).toEqual(['', 'UPDATE_COMPLETE']);
});
