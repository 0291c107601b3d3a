import { DatabaseMigrationServiceClient } from '@aws-sdk/client-database-migration-service';
import { mustTest } from '../../application/runs/run-connections';
import { startTested } from '../../application/runs/start-tested';
import { createDms, type Dms } from '../../aws/dms/dms';
import { entriesOf } from '../helpers/recorded/entries';

interface Payload {
  readonly operation: 'start' | 'modify' | 'create' | 'describe' | 'stop';
  readonly status: number;
  readonly body: object;
}

const endpoints = ['s', 't'].map((endpointArn) => ({ endpointArn, hash: '' }));
const connections = { replicationInstanceArn: 'i', endpoints };

const operations: Readonly<Record<Payload['operation'], (dms: Dms) => Promise<unknown>>> = {
  async start(dms) {
    const history = { forgetPassedTests: async () => undefined };
    const untested = await startTested({ dms, history }, 'arn:task', connections, 'start-replication');
    if (untested !== undefined) throw mustTest(connections, untested);
  },
  modify: (dms) => dms.modifyTask('arn:task', { tableMappings: '{}', taskSettings: '{}' }),
  create: (dms) =>
    dms.createTask({
      identifier: 'task-a',
      resourceIdentifier: 'A',
      sourceEndpointArn: 's',
      targetEndpointArn: 't',
      replicationInstanceArn: 'i',
      mode: 'full-load',
      tableMappings: '{}',
      taskSettings: '{}',
      tags: {},
    }),
  describe: (dms) => dms.describeTasks(['arn:task']),
  stop: (dms) => dms.stopTask('arn:task'),
};

const targets: Readonly<Record<Payload['operation'], string>> = {
  start: 'StartReplicationTask',
  modify: 'ModifyReplicationTask',
  create: 'CreateReplicationTask',
  describe: 'DescribeReplicationTasks',
  stop: 'StopReplicationTask',
};

const task = {
  ReplicationTaskArn: 'arn:task',
  Status: 'ready',
  SourceEndpointArn: 's',
  TargetEndpointArn: 't',
  ReplicationInstanceArn: 'i',
};

test.each(
  entriesOf<Payload, { readonly error?: string; readonly retests?: true; readonly value?: null }>('error'),
)('%s: %s', async (_id, _meaning, { payload, expect: said }) => {
  const calls: string[] = [];
  const answer = (target: string): { status: number; body: object } => {
    if (target === targets[payload.operation]) return payload;
    if (target === 'DescribeReplicationTasks') return { status: 200, body: { ReplicationTasks: [task] } };
    return { status: 200, body: {} };
  };
  const client = new DatabaseMigrationServiceClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 's' },
    maxAttempts: 1,
    requestHandler: {
      async handle({ headers }: { readonly headers: Readonly<Record<string, string>> }) {
        const target = headers['x-amz-target']?.split('.')[1] ?? '';
        calls.push(target);
        const { status, body } = answer(target);
        return {
          response: {
            statusCode: status,
            headers: { 'content-type': 'application/x-amz-json-1.1' },
            body: new TextEncoder().encode(JSON.stringify(body)),
          },
        };
      },
    },
  });
  const ended = await operations[payload.operation](createDms(client)).then(
    (value) => ({ value: value ?? null }),
    (error: unknown) => ({ error: error instanceof Error ? error.name : '' }),
  );
  const { retests, ...result } = said;
  expect(ended).toEqual(result);
  expect(calls.includes('TestConnection')).toBe(retests ?? false);
});
