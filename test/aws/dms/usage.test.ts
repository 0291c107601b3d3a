import {
  type DatabaseMigrationServiceClient,
  DescribeEndpointsCommand,
  DescribeReplicationInstancesCommand,
  DescribeReplicationTasksCommand,
  ResourceNotFoundFault,
} from '@aws-sdk/client-database-migration-service';
import { createDmsUsage } from '../../../aws/dms/usage';

const instance = 'arn:aws:dms:eu-west-1:000000000000:rep:I';
const endpoint = (name: string) => `arn:aws:dms:eu-west-1:000000000000:endpoint:${name}`;

/** DMS with endpoints `e0` to `e149`, and one task that uses `e1`, `e2` and the instance. One missing value may raise the fault. */
function dmsWith(isStrict: boolean) {
  const calls: string[] = [];
  const matching = (values: readonly string[], known: (value: string) => boolean): readonly string[] => {
    const found = values.filter(known);
    if (found.length === 0 || (isStrict && found.length < values.length))
      throw new ResourceNotFoundFault({ message: 'nothing matches', $metadata: {} });
    return found;
  };
  const send = async (command: unknown): Promise<unknown> => {
    if (
      !(command instanceof DescribeEndpointsCommand) &&
      !(command instanceof DescribeReplicationInstancesCommand) &&
      !(command instanceof DescribeReplicationTasksCommand)
    )
      throw new Error('an unexpected call');
    const [filter] = command.input.Filters ?? [];
    const values = filter?.Values ?? [];
    calls.push(`${filter?.Name} ${values.length}`);
    if (command instanceof DescribeEndpointsCommand)
      return {
        Endpoints: matching(values, (id) => id.startsWith('e')).map((id) => ({ EndpointArn: endpoint(id) })),
      };
    if (command instanceof DescribeReplicationInstancesCommand)
      return {
        ReplicationInstances: matching(values, (id) => id === 'i').map(() => ({
          ReplicationInstanceArn: instance,
        })),
      };
    matching(values, (arn) => [endpoint('e1'), endpoint('e2'), instance].includes(arn));
    return {
      ReplicationTasks: [
        { ReplicationTaskArn: 'arn:task', ReplicationTaskIdentifier: 'task', Status: 'running' },
      ],
    };
  };
  const usage = createDmsUsage({
    send,
    middlewareStack: { addRelativeTo: () => undefined },
  } as unknown as DatabaseMigrationServiceClient);
  return { usage, calls };
}

describe.each([false, true])('where one missing value of several raises the fault: %s', (isStrict) => {
  test('identifiers that exist have an ARN', async () => {
    const { usage } = dmsWith(isStrict);
    const identifiers = ['missing', ...Array.from({ length: 149 }, (_, nth) => `e${nth}`)];
    expect(await usage.endpointArns(identifiers)).toHaveLength(149);
    expect(await usage.endpointArns(['missing'])).toEqual([]);
    expect(await usage.instances(['i', 'missing'])).toMatchObject([{ arn: instance }]);
  });

  test('a task that uses several ARNs is found once', async () => {
    const { usage } = dmsWith(isStrict);
    const tasks = await usage.tasksUsing([endpoint('e1'), endpoint('e2'), endpoint('unused'), instance]);
    expect(tasks.map(({ arn, status }) => [arn, status])).toEqual([['arn:task', 'running']]);
    expect(await usage.tasksUsing([endpoint('unused')])).toEqual([]);
  });
});

test('nothing is requested about nothing', async () => {
  const { usage, calls } = dmsWith(false);
  await usage.endpointArns([]);
  await usage.tasksUsing([]);
  expect(calls).toEqual([]);
});
