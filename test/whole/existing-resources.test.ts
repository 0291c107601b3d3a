import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  DescribeReplicationTasksCommand,
  ModifyEndpointCommand,
} from '@aws-sdk/client-database-migration-service';
import { DrivenClock } from '@lakeferry/local-cloud/clock';
import { openEnvironment } from '../../application/environments/deployed-environment';
import { RecordedRequests } from '../helpers/infra/authorization/recorded-requests';
import { until } from '../helpers/run/until';
import { lakeferry } from '../helpers/scripted-shell';
import { managedPolicies, namePrefix, writeAccountRules } from '../helpers/whole/account-rules';
import { type Deployed, deploySample, synthesizeInto, synthesizeSample } from '../helpers/whole/deployed';
import {
  configuration,
  createExisting,
  testConnections,
  dms,
  existing,
  fileEndpoint,
  instance,
  modes,
  ofJobs,
} from '../helpers/whole/existing-resources';
import { deleteStack, destroyStacks, unprotect, whatRemains } from '../helpers/whole/what-remains';

const clock = new DrivenClock(new Date('2026-03-02T10:00:00Z'));
const folders: string[] = [];
let deployed: Deployed;
let recorded: RecordedRequests;

const stackOf = (name: string) => `${namePrefix}-lakeferry-local-${name}`;
const said = (config: string, ...args: string[]) =>
  lakeferry([...args, '--environment', 'local', '--config', config], {
    env: { AWS_ENDPOINT_URL: deployed.cloud.url },
    now: clock.now(),
  });

let config: string;
beforeAll(async () => {
  config = configuration();
  folders.push(config);
  writeAccountRules(config);
  const assembly = await synthesizeSample(config);
  folders.push(assembly);
  recorded = new RecordedRequests();
  const before = async (...made: Parameters<typeof createExisting>) => {
    await createExisting(...made);
    // Until the instances are available.
    await clock.advance(30 * 60_000);
    await testConnections();
    await clock.advance(5 * 60_000);
  };
  deployed = await deploySample(assembly, { clock, scale: 0.02, before, namePrefix, managedPolicies });
});
afterAll(async () => {
  recorded?.stop();
  await deployed?.stop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Deploys the files, and returns the problem with the status of the department's stack. */
async function deploy(department: string): Promise<readonly [string, string | undefined]> {
  const out = mkdtempSync(join(tmpdir(), 'lakeferry-existing-'));
  folders.push(out);
  await synthesizeInto(config, out);
  const problem = await deployed.cloud.deploy(out).then(
    () => '',
    (error: unknown) => String(error),
  );
  const { Stacks } = await new CloudFormationClient({}).send(
    new DescribeStacksCommand({ StackName: stackOf(department) }),
  );
  return [problem, Stacks?.[0]?.StackStatus];
}

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

  const { history, platform } = await openEnvironment('local', namePrefix);
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
  for (const check of ['existing-file-settings', 'existing-instance', 'existing-route', 'existing-bucket'])
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
    ['acme-data-local-crm-cdc', 'CRM', 'CRM-SALES', 'CRM-FILES-cdc'],
    ['acme-data-local-crm-full-load-and-cdc', 'CRM', 'CRM-SALES', 'CRM-FILES-full-load-and-cdc'],
    ['acme-data-local-erp-cdc', 'ERP', 'ERP-SALES', 'FILES-cdc'],
    ['acme-data-local-erp-full-load-and-cdc', 'ERP', 'ERP-SALES', 'FILES-full-load-and-cdc'],
  ]);
  const { history } = await openEnvironment('local', namePrefix);
  // Metrics have the identifier of the instance.
  for (const job of ['crm/cdc', 'erp/cdc'])
    expect(await history.replication(job)).toMatchObject({ latency: { sourceSeconds: expect.any(Number) } });
  const { stdout: logs } = await said(config, 'logs', 'crm/cdc', '--source', 'task');
  expect(logs).toContain('SOURCE_CAPTURE: Start reading changes');
  expect(logs).not.toContain('dms-tasks-');
  const { stdout: plan } = await said(config, 'plan', 'crm/cdc');
  expect(plan).toContain('existing instance crm-migration');
  const { stdout: all } = await said(config, 'plan');
  expect(all).toContain('local: 2 departments, 6 jobs, existing instance erp-migration');
  expect(all).toContain('existing instance crm-migration: 3 jobs');
  expect(await said(config, 'diff')).toMatchObject({ exitCode: 0 });
});

test('a job that leaves its instance is moved to that of the environment, and continues where it was', async () => {
  const before = await existing();
  const file = join(config, 'departments', 'crm.yaml');
  const [head = '', ...lines] = readFileSync(file, 'utf8').split(/(?=^ {2}- )/m);
  const moved = lines.map((line) =>
    line.includes('name: cdc,') ? line.replace(/replication-instance: \{[^}]*\}, /, '') : line,
  );
  writeFileSync(file, [head, ...moved].join(''));
  const { stdout: diff } = await said(config, 'diff', 'crm');
  expect(diff).toMatch(/replication instance: crm-migration.*-> that of the environment\s+task is moved/s);
  const tasks = async () => {
    const { ReplicationTasks = [] } = await dms().send(new DescribeReplicationTasksCommand({}));
    return ReplicationTasks.filter(({ TargetEndpointArn: target }) => target === ofJobs.files('cdc'));
  };
  const [old] = await tasks();
  expect(await deploy('crm')).toEqual(['', 'UPDATE_COMPLETE']);
  await clock.advance(10 * 60_000);
  const [task, ...others] = await tasks();
  expect(others).toEqual([]);
  expect(task).toMatchObject({
    ...{ ReplicationTaskArn: old?.ReplicationTaskArn, ReplicationInstanceArn: instance, Status: 'running' },
  });
  const { history } = await openEnvironment('local', namePrefix);
  expect((await history.replication('crm/cdc'))?.endpoints).toEqual({
    sourceEndpointArn: ofJobs.source,
    targetEndpointArn: ofJobs.files('cdc'),
    replicationInstanceArn: instance,
  });
  expect(await existing()).toEqual(before);
});

test('a setting that the owner changes ends the next run with its name and the value to set, and doctor says so', async () => {
  const { history, platform } = await openEnvironment('local', namePrefix);
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
  const role = deployed.cloud.roles.all().find(({ name }) => name.includes('-CheckExisting'));
  if (role === undefined) throw new Error('there is no role of check-existing');
  return role;
};

test('the deployment has checked all of them, and its function is allowed nothing else', () => {
  expect(deployed.cloud.permissions.refusals).toEqual([]);
  const spare = recorded.spareOf(roleOfCheck(), deployed.cloud.permissions);
  // The owner has tested all connections, so none is tested again: test/infra/grants has who may.
  const seen = (action: string) => !/^(logs|xray):|^dms:TestConnection$/.test(action);
  expect(spare.filter(({ actions }) => actions.some(seen))).toEqual([]);
});

test('a deployment that needs another setting is refused with it, is rolled back, and succeeds after the owner has set it', async () => {
  const file = join(config, 'departments', 'erp.yaml');
  const format = 'mode: full-load, format: {type: csv, compression: gzip}, ';
  writeFileSync(file, readFileSync(file, 'utf8').replace('mode: full-load, ', format));
  const [problem, status] = await deploy('erp');
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
  // DMS tests a changed endpoint itself.
  await clock.advance(5 * 60_000);
  expect(await deploy('erp')).toEqual(['', 'UPDATE_COMPLETE']);
});

test('a new department that names an endpoint of nobody is not created, and leaves nothing behind', async () => {
  const nobody = ofJobs.files('full-load').replace('CRM', 'NOBODY');
  const file = join(config, 'departments', 'fin.yaml');
  const job = `{name: full-load, mode: full-load, tables: [sales.customers], existing: {local: {target-endpoint: "${nobody}"}}}`;
  writeFileSync(
    file,
    `department: fin\nowner: fin@example.com\nsource: sales-db\ntarget: files-cdc\njobs:\n  - ${job}\n`,
  );
  const [problem] = await deploy('erp');
  expect(problem).toContain(`DMS knows no endpoint ${nobody} in this account and region`);
  expect(problem).toContain(`${stackOf('fin')} was not created; nothing of it is left (ROLLBACK_COMPLETE)`);
  rmSync(file);
  await destroyStacks(deployed, [stackOf('fin')]);
});

test('the environment is removed when its tasks are gone, and leaves everything of others as it is', async () => {
  const { history } = await openEnvironment('local', namePrefix);
  const before = await existing();
  const files = async () =>
    (
      await Promise.all(
        ['acme-staging', 'acme-lake'].map((bucket) => deployed.cloud.s3.objects.list(bucket, '')),
      )
    ).map((objects) => objects.map(({ key, etag }) => `${key} ${etag}`));
  const kept = await files();
  expect(kept.map((keys) => keys.length > 0)).toEqual([true, true]);
  await destroyStacks(deployed, ['erp', 'crm'].map(stackOf));
  await unprotect(stackOf('platform'));
  // Nothing keeps a task whose endpoints others own, but the platform.
  const refused = await deleteStack(deployed, stackOf('platform'));
  expect(refused).toEqual([
    expect.stringContaining('nothing was deleted: DMS tasks exist: acme-data-local-'),
  ]);
  // Their jobs are no longer deployed, so a poll has stopped the tasks.
  const jobs = (await history.replications()).map(({ forJob }) => forJob);
  let isOver = false;
  const stopped = Promise.all(jobs.map((job) => said(config, 'stop', job, '--delete'))).finally(() => {
    isOver = true;
  });
  // The commands wait in real time, so the clock takes small steps.
  await until('the end of the commands', async () => {
    await clock.advance(1_000);
    return isOver;
  });
  expect((await stopped).map(({ exitCode, stderr }) => (exitCode === 0 ? '' : stderr))).toEqual(
    jobs.map(() => ''),
  );
  expect(await deleteStack(deployed, stackOf('platform'))).toBeUndefined();
  const { buckets, tables, stacks } = await whatRemains(deployed);
  expect({ buckets, tables: tables.length, stacks }).toEqual({
    ...{ buckets: ['acme-lake', 'acme-staging'], tables: 1, stacks: [] },
  });
  expect(await existing()).toEqual(before);
  expect(await files()).toEqual(kept);
});
