import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { createSsm } from '@lakeferry/local-cloud/ssm';
import { createDeployment } from '../../../aws/platform';
import { refuseDisabled } from '../../../cli/replication/refuse-disabled';
import { startTestGateway, type TestGateway } from '../../helpers/local-gateway';
import { scheduledInput } from '../../helpers/run-input';

let cloud: TestGateway;
afterEach(() => cloud.stop());

test('a job with enabled: false is refused before anything is started, with what to change; others are not', async () => {
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
  const connection = { platform, deployment };
  await expect(refuseDisabled(connection, 'sales/off')).rejects.toMatchObject({
    exitCode: 1,
    message: expect.stringMatching(/^sales\/off has enabled: false.*config\/departments\/sales.yaml/),
  });
  for (const job of ['on', 'old', 'unknown'])
    await expect(refuseDisabled(connection, `sales/${job}`)).resolves.toBeUndefined();
  expect(await deployment.jobStarter('dev', 'sales/on')).toEqual(starter);
});
