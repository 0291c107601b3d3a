import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { createSsm } from '@lakeferry/local-cloud/ssm';
import { checkEnabled } from '../../../application/replications/start-replication';
import { createDeployment } from '../../../aws/platform';
import { startTestGateway, type TestGateway } from '../../helpers/local/local-gateway';
import { scheduledInput } from '../../helpers/runs/run-input';

let cloud: TestGateway;
afterEach(() => cloud.stop());

test('a job with enabled: false is refused before anything is started; others are not', async () => {
  cloud = await startTestGateway((context) => [createSsm(context)]);
  const ssm = new SSMClient(cloud.client);
  const { trigger: _, ...starter } = scheduledInput();
  const parameters = {
    off: { enabled: false },
    on: { enabled: true, orderHash: 'a', stateMachineArn: 'b' },
    old: {},
  };
  for (const [job, said] of Object.entries(parameters))
    await ssm.send(
      new PutParameterCommand({
        Name: `/lakeferry/dev/jobs/sales/${job}`,
        Type: 'String',
        Value: JSON.stringify({ ...starter, ...said }),
      }),
    );
  const platform = {
    environment: 'dev',
    stateMachineArn: '',
    historyTableName: '',
    stagingBucketName: '',
    lakeBucketName: '',
  };
  const deployment = createDeployment({ ssm });
  const environment = { platform, deployment };
  await expect(checkEnabled(environment, 'sales/off')).rejects.toMatchObject({
    reason: { kind: 'job-disabled', job: 'sales/off' },
  });
  for (const job of ['on', 'old', 'unknown'])
    await expect(checkEnabled(environment, `sales/${job}`)).resolves.toBeUndefined();
  expect(await deployment.jobStarter('dev', 'sales/on')).toEqual(starter);
});
