import {
  DeleteParameterCommand,
  DeleteParametersCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  PutParameterCommand,
  paginateGetParametersByPath,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { createSsm } from '../../../local/ssm/ssm';
import { startTestGateway, type TestGateway } from '../../helpers/local/local-gateway';

let cloud: TestGateway;
let ssm: SSMClient;

beforeAll(async () => {
  cloud = await startTestGateway((context) => [createSsm(context)]);
  ssm = new SSMClient(cloud.client);
});
afterAll(() => cloud.stop());

async function put(Name: string, Value: string): Promise<void> {
  await ssm.send(new PutParameterCommand({ Name, Value, Type: 'String' }));
}

test('overwrites only when told, and counts versions', async () => {
  await put('/a', '1');
  await expect(put('/a', '2')).rejects.toMatchObject({ name: 'ParameterAlreadyExists' });
  await ssm.send(new PutParameterCommand({ Name: '/a', Value: '2', Overwrite: true }));
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: '/a' }));
  expect(Parameter).toMatchObject({ Value: '2', Version: 2, Type: 'String' });
});

test('pages through a path, one level or all of them', async () => {
  for (let job = 10; job < 25; job += 1) await put(`/jobs/sales/j${job}`, String(job));
  await put('/jobs/top', 'x');
  const names: (string | undefined)[] = [];
  const pages = paginateGetParametersByPath({ client: ssm }, { Path: '/jobs', Recursive: true });
  for await (const { Parameters = [] } of pages) names.push(...Parameters.map(({ Name }) => Name));
  expect(names).toHaveLength(16);
  const { Parameters } = await ssm.send(new GetParametersByPathCommand({ Path: '/jobs/' }));
  expect(Parameters?.map(({ Name }) => Name)).toEqual(['/jobs/top']);
});

test('gets several at once, describes and deletes', async () => {
  await put('/x', '1');
  const some = await ssm.send(new GetParametersCommand({ Names: ['/x', '/none'] }));
  expect(some.Parameters?.map(({ Value }) => Value)).toEqual(['1']);
  expect(some.InvalidParameters).toEqual(['/none']);
  const { Parameters } = await ssm.send(new DescribeParametersCommand({}));
  expect(Parameters?.map(({ Name }) => Name)).toContain('/x');
  await ssm.send(new DeleteParameterCommand({ Name: '/x' }));
  await expect(ssm.send(new DeleteParameterCommand({ Name: '/x' }))).rejects.toMatchObject({
    name: 'ParameterNotFound',
  });
  const deleted = await ssm.send(new DeleteParametersCommand({ Names: ['/x', '/jobs/top'] }));
  expect(deleted.InvalidParameters).toContain('/x');
});
