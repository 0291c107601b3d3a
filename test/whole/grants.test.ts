import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DatabaseMigrationServiceClient,
  DescribeReplicationTasksCommand,
} from '@aws-sdk/client-database-migration-service';
import { dropFile } from '../../aws/inbox-drop';
import { type Connection, openConnection } from '../../cli/connect';
import { jobIdentity } from '../../core/planning/job-identity';
import { type FunctionName, functionNames } from '../../infra/grants';
import { pascalCase, scheduleGroupName } from '../../infra/names';
import { DrivenClock } from '../../local/clock';
import { type Deployed, deploySample, synthesizeSample } from '../helpers/deployed';
import { withClient } from '../helpers/postgres';

jest.setTimeout(240_000);

const minute = 60_000;
const hour = 60 * minute;

/** Calls whose permission has another name (https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html). */
const permissions: Readonly<Record<string, readonly string[]>> = {
  's3:HeadObject': ['s3:GetObject'],
  's3:ListObjectsV2': ['s3:ListBucket'],
  's3:CopyObject': ['s3:GetObject', 's3:GetObjectTagging', 's3:PutObject', 's3:PutObjectTagging'],
  's3:DeleteObjects': ['s3:DeleteObject'],
  's3:ListMultipartUploads': ['s3:ListBucketMultipartUploads'],
  'monitoring:GetMetricData': ['cloudwatch:GetMetricData'],
};

function permissionsOf(call: string): readonly string[] {
  return permissions[call] ?? [call];
}

/** What Lambda, S3 and SNS do in the role's name, and no call of the function shows. */
const notCalls = /^(logs|xray|ec2|kms):/;

const lambda = 'Lambda takes the messages in the role’s name';
const multipart = 'objects of more than 5 GiB (S4)';
const leftOver = 'a task that an earlier run left over (L5)';
const notThere = 'so that S3 says of a key that it is not there';

/** What these runs have no need of, and what does. The history is one port with one grant, whichever of it a function uses. */
const unseen: Readonly<Partial<Record<FunctionName, Readonly<Record<string, string>>>>> = {
  'open-run': { 'states:DescribeExecution': 'a lease that a broken run holds' },
  'create-task': {
    'dms:AddTagsToResource': 'CreateReplicationTask with tags asks for it',
    'dms:DeleteReplicationTask': leftOver,
    'dms:ListTagsForResource': leftOver,
    'dms:ModifyReplicationTask': 'a changed job that follows changes',
    'dms:StopReplicationTask': leftOver,
  },
  'start-task': { 'dms:TestConnection': 'a test of the connections that failed meanwhile (L7)' },
  'poll-tasks': {
    'dms:DeleteReplicationTask': 'a run that was aborted',
    'dms:ListTagsForResource': 'a run that was aborted',
    'dms:StopReplicationTask': 'a run that was aborted, a job that is not enabled',
    'sns:Publish': 'an alarm',
    'states:DescribeExecution': 'a run that has not been heard of',
    'states:SendTaskFailure': 'a task that is gone',
    'states:SendTaskHeartbeat': 'a load of more than some minutes',
    'states:StartExecution': 'a changed job that follows changes',
  },
  'judge-run': { 'dms:ListTagsForResource': 'a task that the run has no note of' },
  'delete-task': {
    'dms:ListTagsForResource': 'a task that the run has no note of',
    'dms:StopReplicationTask': 'a task that still runs (L6)',
    'states:SendTaskFailure': 'a deletion that failed at once',
    'states:SendTaskHeartbeat': 'granted with the other answers',
    'states:SendTaskSuccess': 'no task to delete',
  },
  'publish-snapshot': {
    'glue:DeleteTable': 'a table that the job no longer has',
    'glue:UpdateTable': 'the next snapshot',
    's3:AbortMultipartUpload': multipart,
    's3:ListBucketMultipartUploads': multipart,
    's3:DeleteObject': 'snapshots that are not kept any more',
  },
  'load-csv': {
    's3:GetObjectVersion': 'the local S3 has no versions',
    's3:ListBucket': notThere,
    'sqs:DeleteMessage': lambda,
    'sqs:GetQueueAttributes': lambda,
    'sqs:ReceiveMessage': lambda,
  },
  'copy-to-lake': {
    's3:AbortMultipartUpload': multipart,
    's3:ListBucketMultipartUploads': multipart,
    's3:ListBucket': notThere,
    'sqs:DeleteMessage': lambda,
    'sqs:GetQueueAttributes': lambda,
    'sqs:GetQueueUrl': 'a message that will never be copied',
    'sqs:ReceiveMessage': lambda,
    'sqs:SendMessage': 'a message that will never be copied',
  },
};

describe('runs of every kind, on the deployed template', () => {
  const clock = new DrivenClock(new Date('2026-03-02T10:00:00Z'));
  let config: string;
  let assembly: string;
  let deployed: Deployed;
  let connection: Connection;

  beforeAll(async () => {
    config = mkdtempSync(join(tmpdir(), 'lakeferry-grants-'));
    cpSync('config', config, { recursive: true });
    const path = join(config, 'departments/sales.yaml');
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replace('        load-order: 20', '        parallel: {segments: 3}'),
    );
    assembly = await synthesizeSample(config);
    deployed = await deploySample(assembly, { clock, scale: 0.02 });
    const { host, port, user: username, password } = deployed.database;
    deployed.cloud.secrets.put('lakeferry/backoffice', JSON.stringify({ username, password, host, port }));
    await deployed.database.createDatabase('backoffice');
    connection = await openConnection('local', deployed.cloud.url);
    await runEverything();
  });
  afterAll(async () => {
    await deployed?.stop();
    for (const folder of [config, assembly]) rmSync(folder, { recursive: true, force: true });
  });

  async function runEverything(): Promise<void> {
    const { cloud, database } = deployed;
    const idle = (): Promise<void> =>
      clock.advanceUntil(() => cloud.stepFunctions.running().length === 0, hour);
    const run = async (department: string, job: string): Promise<void> => {
      await cloud.scheduler.fireNow(jobIdentity('local', department, job).slug, scheduleGroupName('local'));
      await clock.advance(1000);
      await idle();
    };
    await run('hr', 'people-nightly');
    await run('sales', 'orders-daily');
    await run('sales', 'orders-live');
    await withClient(database, 'sales', (client) =>
      client.query("UPDATE sales.orders SET status = 'returned' WHERE order_id % 2 = 0"),
    );
    await cloud.dms.caughtUp();
    await clock.advance(5 * minute);
    const { ReplicationTasks: [task] = [] } = await new DatabaseMigrationServiceClient({}).send(
      new DescribeReplicationTasksCommand({}),
    );
    cloud.dms.failTask(task?.ReplicationTaskIdentifier ?? '');
    const inbox = await connection.deployment.load('local', 'sales/supplier-prices');
    const path = join(config, 'prices.csv');
    writeFileSync(
      path,
      'Product,Supplier,Unit price,Valid from,Note\n1,a,1.5,2026-03-01,\n2,b,dear,2026-03-01,\n',
    );
    await dropFile(path, { bucket: inbox?.bucket ?? '', key: `${inbox?.inbox}prices.csv` });
    await clock.advance(hour + 5 * minute);
    const [loaded] = await connection.history.runsOfJob('sales/supplier-prices', {
      limit: 1,
      now: clock.now(),
    });
    expect(loaded?.verdict).toMatchObject({ outcome: 'succeeded-with-table-errors' });
  }

  function roleOf(name: FunctionName) {
    const role = deployed.cloud.roles
      .all()
      .find((one) => one.name.includes(`Functions${pascalCase(name)}Role`));
    if (role === undefined) throw new Error(`there is no role of ${name}`);
    return role;
  }

  function grantedTo(name: FunctionName): readonly string[] {
    const actions = [...roleOf(name).policies.values()]
      .flatMap((document) => [document['Statement']].flat() as { Action: string | string[] }[])
      .flatMap(({ Action }) => Action)
      .filter((action) => !notCalls.test(action));
    return [...new Set(actions)].sort();
  }

  function usedBy(name: FunctionName): readonly string[] {
    return [...new Set(deployed.cloud.calls.by(roleOf(name).name).flatMap(permissionsOf))].sort();
  }

  test.each(functionNames)('%s was allowed every call that it made', (name) => {
    expect(usedBy(name).length).toBeGreaterThan(0);
    expect(usedBy(name).filter((action) => !grantedTo(name).includes(action))).toEqual([]);
  });

  test.each(functionNames)('%s is allowed nothing that it has no use for (I2)', (name) => {
    const known = [...usedBy(name), ...Object.keys(unseen[name] ?? {})];
    expect(
      grantedTo(name).filter((action) => !known.includes(action) && !action.startsWith('dynamodb:')),
    ).toEqual([]);
  });

  test('a function in the network calls only what the network has an endpoint for (I5)', () => {
    const inNetwork = functionNames.filter((name) =>
      JSON.stringify([...roleOf(name).policies.values()]).includes('ec2:CreateNetworkInterface'),
    );
    expect(inNetwork).toEqual(['check-source', 'load-csv']);
    for (const name of inNetwork)
      for (const call of deployed.cloud.calls.by(roleOf(name).name))
        expect(['dynamodb', 's3', 'secretsmanager']).toContain(call.split(':')[0]);
  });

  test('what these runs have no need of is granted indeed', () => {
    for (const name of functionNames)
      expect(grantedTo(name)).toEqual(expect.arrayContaining(Object.keys(unseen[name] ?? {})));
  });
});
