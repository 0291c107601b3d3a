import {
  type DatabaseMigrationServiceClient,
  DescribeReplicationTasksCommand,
  ResourceNotFoundFault,
} from '@aws-sdk/client-database-migration-service';
import * as fc from 'fast-check';
import { createDms } from '../../../aws/dms/dms';

/** DMS with these tasks. `strict`: one missing value of several raises the fault, as AWS may do; else only all of them do. */
function dmsWith(existing: readonly string[], behaviour: 'strict' | 'lenient') {
  const calls: string[][] = [];
  const send = async (command: unknown) => {
    if (!(command instanceof DescribeReplicationTasksCommand)) throw new Error('an unexpected call');
    const values = command.input.Filters?.[0]?.Values ?? [];
    calls.push(values);
    const found = values.filter((value) => existing.includes(value));
    if (found.length === 0 || (behaviour === 'strict' && found.length < values.length))
      throw new ResourceNotFoundFault({ message: 'No Tasks found matching the filter', $metadata: {} });
    return {
      ReplicationTasks: found.map((arn) => ({
        ReplicationTaskArn: arn,
        ReplicationTaskIdentifier: arn,
        Status: 'running',
      })),
    };
  };
  const client = { send } as unknown as DatabaseMigrationServiceClient;
  return { dms: createDms(client), calls };
}

const arns = Array.from({ length: 250 }, (_, index) => `arn:task:${index}`);

test.each(['strict', 'lenient'] as const)('missing tasks hide no others (%s)', async (behaviour) => {
  await fc.assert(
    fc.asyncProperty(fc.subarray(arns), fc.subarray(arns), async (asked, existing) => {
      const { dms } = dmsWith(existing, behaviour);
      const found = (await dms.describeTasks(asked)).map(({ arn }) => arn);
      expect(found).toEqual(asked.filter((arn) => existing.includes(arn)));
    }),
    { numRuns: 40 },
  );
});

test('one missing task of a hundred costs few more calls', async () => {
  const { dms, calls } = dmsWith(
    arns.filter((arn) => arn !== 'arn:task:37'),
    'strict',
  );
  expect(await dms.describeTasks(arns.slice(0, 100))).toHaveLength(99);
  expect(calls.length).toBeLessThanOrEqual(15);
});

test('a hundred missing tasks cost one call, once DMS has answered about some of several', async () => {
  const { dms, calls } = dmsWith(arns.slice(0, 1), 'lenient');
  await dms.describeTasks(arns.slice(0, 2));
  calls.length = 0;
  expect(await dms.describeTasks(arns.slice(100, 200))).toEqual([]);
  expect(calls).toHaveLength(1);
});

test('another refusal is an error, not an absence', async () => {
  const send = async () => {
    throw Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
  };
  const dms = createDms({ send } as unknown as DatabaseMigrationServiceClient);
  await expect(dms.describeTasks(arns.slice(0, 2))).rejects.toThrow('Rate exceeded');
});
