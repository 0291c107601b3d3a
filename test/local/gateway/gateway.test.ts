import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { AwsError, type Caller, type Service } from '../../../local/service';
import { startTestGateway, type TestGateway } from '../../helpers/local/local-gateway';

const seen: Caller[] = [];
const services: readonly Service[] = [
  {
    protocol: 'query',
    name: 'sts',
    namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    operations: {
      GetCallerIdentity: (_input, caller) => {
        seen.push(caller);
        return { Arn: caller.principalArn, Account: '000000000000', UserId: 'a<&>"b' };
      },
    },
  },
  {
    protocol: 'json-1.1',
    name: 'ssm',
    targetPrefix: 'AmazonSSM',
    operations: {
      GetParameter: (input) => {
        if (input['Name'] === 'broken') throw new Error('out of luck');
        if (input['Name'] !== 'there') throw new AwsError('ParameterNotFound', `no ${String(input['Name'])}`);
        return { Parameter: { Name: 'there', LastModifiedDate: new Date(1500), Value: undefined } };
      },
    },
  },
  { protocol: 'query', name: 'sns', namespace: 'http://sns.amazonaws.com/doc/2010-03-31/', operations: {} },
];

let cloud: TestGateway;
beforeAll(async () => {
  cloud = await startTestGateway(() => services);
});
afterAll(() => cloud.stop());

const once = { maxAttempts: 1 };

test('routes by the service of the credential scope and renders query results', async () => {
  const identity = await new STSClient(cloud.client).send(new GetCallerIdentityCommand({}));
  expect(identity.Arn).toBe('arn:aws:iam::000000000000:user/operator');
  expect(identity.UserId).toBe('a<&>"b');
});

test('knows a caller by the access key that was issued for a role', async () => {
  const credentials = cloud.callers.issue('arn:aws:iam::000000000000:role/app/OpenRunRole', 'open-run');
  await new STSClient({ ...cloud.client, credentials }).send(new GetCallerIdentityCommand({}));
  expect(seen.at(-1)).toMatchObject({
    roleArn: 'arn:aws:iam::000000000000:role/app/OpenRunRole',
    principalArn: 'arn:aws:sts::000000000000:assumed-role/OpenRunRole/open-run',
  });
  expect(cloud.gateway.calls.count('sts:GetCallerIdentity', 'OpenRunRole')).toBe(1);
});

test('refuses an unknown access key with a sentence, in JSON and in XML', async () => {
  const credentials = { accessKeyId: 'AKIANOBODY', secretAccessKey: 'x' };
  const sts = new STSClient({ ...cloud.client, credentials });
  await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
    name: 'InvalidClientTokenId',
    message: expect.stringContaining('AKIANOBODY is not known to the local cloud; use LAKEFERRYOPERATOR'),
  });
  const ssm = new SSMClient({ ...cloud.client, credentials });
  await expect(ssm.send(new GetParameterCommand({ Name: 'there' }))).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
    $metadata: { httpStatusCode: 403 },
  });
});

test('renders dates as epoch seconds and errors by their code', async () => {
  const ssm = new SSMClient(cloud.client);
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: 'there' }));
  expect(Parameter?.LastModifiedDate).toEqual(new Date(1500));
  await expect(ssm.send(new GetParameterCommand({ Name: 'gone' }))).rejects.toMatchObject({
    name: 'ParameterNotFound',
    message: 'no gone',
  });
});

test('says that it is the local cloud that failed when an operation breaks', async () => {
  const ssm = new SSMClient({ ...cloud.client, ...once });
  await expect(ssm.send(new GetParameterCommand({ Name: 'broken' }))).rejects.toMatchObject({
    name: 'InternalFailure',
    message: 'the local cloud failed in ssm: out of luck',
  });
  expect(cloud.logs.at(-1)).toContain('out of luck');
});

test('refuses an operation that it lacks by its name', async () => {
  await expect(new SNSClient(cloud.client).send(new ListTopicsCommand({}))).rejects.toMatchObject({
    name: 'InvalidAction',
    message: 'sns:ListTopics is not supported by the local cloud; see local/BEHAVIOUR.md',
  });
});

test('refuses an unsigned request', async () => {
  const unsigned = await fetch(cloud.gateway.url, { method: 'POST' });
  expect(unsigned.status).toBe(403);
  expect(unsigned.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationToken');
});
