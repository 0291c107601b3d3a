import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { createSsm } from '@lakeferry/local-cloud/ssm';
import { createDepartments } from '../../aws/departments';
import { startTestGateway, type TestGateway } from '../helpers/local/local-gateway';
import { Reported } from '../helpers/runs/reporting';

let cloud: TestGateway;
afterEach(() => cloud.stop());

test('all deployed departments are read, and one that cannot be read stops no other', async () => {
  cloud = await startTestGateway((context) => [createSsm(context)]);
  const ssm = new SSMClient(cloud.client);
  const put = (department: string, Value: string) =>
    ssm.send(
      new PutParameterCommand({ Name: `/lakeferry/dev/departments/${department}`, Type: 'String', Value }),
    );
  const value = {
    plan: { bucket: 'assets', key: 'sales.json' },
    owner: 'sales-data@example.com',
    channels: {
      email: { kind: 'topic', arn: 'arn:topic' },
      slack: { kind: 'chat', arn: 'arn:chat' },
      pager: { kind: 'webhook' },
    },
  };
  for (let index = 0; index < 23; index += 1) await put(`sales-${index}`, JSON.stringify(value));
  await put('broken', 'no JSON');
  await put('of-a-later-version', JSON.stringify({ ...value, channels: { fax: { kind: 'fax' } } }));
  const { log, lines } = new Reported();
  const found = await createDepartments('dev', log, ssm).deployed();
  expect(found.size).toBe(23);
  expect(found.get('sales-7')).toEqual({ ...value, deployedAt: expect.stringMatching(/^20.*Z$/) });
  expect(lines.map(({ parameter }) => parameter)).toEqual([
    '/lakeferry/dev/departments/broken',
    '/lakeferry/dev/departments/of-a-later-version',
  ]);
  const reported: string[] = [];
  await createDepartments('dev', log, ssm).deployed((parameter) => reported.push(parameter));
  expect(reported).toEqual(lines.map(({ parameter }) => parameter));
  expect(lines).toHaveLength(2);
});
