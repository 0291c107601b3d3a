import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { createSsm } from '@lakeferry/local-cloud/ssm';
import { createDeployedJobs } from '../../aws/deployed-jobs';
import { startTestGateway, type TestGateway } from '../helpers/local/local-gateway';
import { scheduledInput } from '../helpers/runs/run-input';

let cloud: TestGateway;
afterEach(() => cloud.stop());

test('jobs are enabled, disabled or removed, as their parameters say; more than ten are read in several calls', async () => {
  cloud = await startTestGateway((context) => [createSsm(context)]);
  const ssm = new SSMClient(cloud.client);
  for (let index = 0; index < 23; index += 1)
    if (index % 3 !== 2)
      await ssm.send(
        new PutParameterCommand({
          Name: `/lakeferry/dev/jobs/sales/job-${index}`,
          Type: 'String',
          Value: JSON.stringify(index % 3 === 0 ? { job: 'x' } : { job: 'x', enabled: false }),
        }),
      );
  const keys = Array.from({ length: 23 }, (_, index) => `sales/job-${index}`);
  const states = await createDeployedJobs(ssm).states('dev', keys);
  const wanted = ['enabled', 'disabled', 'removed'];
  expect(keys.map((key) => states.get(key)?.state)).toEqual(keys.map((_, index) => wanted[index % 3]));
});

test('a deployed CDC job has the hash of its task definition and the input of a run', async () => {
  cloud = await startTestGateway((context) => [createSsm(context)]);
  const ssm = new SSMClient(cloud.client);
  const { trigger: _, ...starter } = scheduledInput();
  const stored = { orderHash: '0123456789abcdef', stateMachineArn: 'arn:machine' };
  await ssm.send(
    new PutParameterCommand({
      Name: '/lakeferry/dev/jobs/sales/live',
      Type: 'String',
      Value: JSON.stringify({ ...starter, enabled: true, ...stored }),
    }),
  );
  const states = await createDeployedJobs(ssm).states('dev', ['sales/live']);
  expect(states.get('sales/live')).toEqual({
    state: 'enabled',
    taskDefinition: { hash: stored.orderHash, stateMachineArn: stored.stateMachineArn, starter },
  });
});

test('a job that only loads says so, unless an earlier version deployed it', async () => {
  const values: Readonly<Record<string, object>> = {
    'sales/load': { enabled: true, orderHash: 'full-load' },
    'sales/off': { enabled: false, orderHash: 'full-load' },
    'sales/old': { enabled: true },
  };
  const ssm = {
    send: async ({ input: { Names } }: { input: { Names: readonly string[] } }) => ({
      Parameters: Names.map((Name) => ({
        Name,
        Value: JSON.stringify(values[Name.slice('/lakeferry/dev/jobs/'.length)]),
      })),
    }),
  };
  const states = await createDeployedJobs(Object(ssm)).states('dev', Object.keys(values));
  expect([...states.values()]).toEqual([
    { state: 'enabled', onlyLoads: true },
    { state: 'disabled', onlyLoads: true },
    { state: 'enabled' },
  ]);
});
