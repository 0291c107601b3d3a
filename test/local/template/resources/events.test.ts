import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rmSync } from 'node:fs';
import { type LocalCloud, startLocalCloud } from '../../../../local/cloud';
import { writeAssembly } from '../../../helpers/local/assembly';
import { until } from '../../../helpers/run/until';

const folders: string[] = [];
const keys: unknown[] = [];
const server = createServer((request, response) => {
  keys.push(request.headers['authorization']);
  response.end();
});
let cloud: LocalCloud;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cloud = await startLocalCloud();
});
afterAll(async () => {
  await cloud.stop();
  await new Promise((resolve) => server.close(resolve));
  for (const one of folders) rmSync(one, { recursive: true, force: true });
});

async function deploy(Resources: object): Promise<void> {
  const assembly = writeAssembly([{ name: 'app', template: { Resources } }]);
  folders.push(assembly);
  await cloud.deploy(assembly);
}

const arnOf = (id: string): object => ({ 'Fn::GetAtt': [id, 'Arn'] });

function webhook(ApiKeyValue: string, actions = 'events:InvokeApiDestination') {
  const { port } = server.address() as AddressInfo;
  return {
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'lakeferry-dev' } },
    Connection: {
      Type: 'AWS::Events::Connection',
      Properties: {
        AuthorizationType: 'API_KEY',
        AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: 'Authorization', ApiKeyValue } },
      },
    },
    Destination: {
      Type: 'AWS::Events::ApiDestination',
      Properties: {
        ConnectionArn: arnOf('Connection'),
        InvocationEndpoint: `http://127.0.0.1:${port}/`,
        HttpMethod: 'POST',
      },
    },
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Statement: [
            { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'events.amazonaws.com' } },
          ],
        },
        Policies: [
          {
            PolicyName: 'Send',
            PolicyDocument: {
              Statement: [{ Effect: 'Allow', Action: actions, Resource: arnOf('Destination') }],
            },
          },
        ],
      },
    },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventBusName: { Ref: 'Bus' },
        EventPattern: { source: ['lakeferry'] },
        Targets: [
          { Id: 'webhook', Arn: arnOf('Destination'), RoleArn: arnOf('Role'), InputPath: '$.detail' },
        ],
      },
    },
    Chat: { Type: 'AWS::Chatbot::SlackChannelConfiguration', Properties: { ConfigurationName: 'x' } },
  };
}

async function put(): Promise<void> {
  const entry = { Source: 'lakeferry', DetailType: 'x', Detail: '{}', EventBusName: 'lakeferry-dev' };
  await cloud.eventBus.operations['PutEvents']?.(
    { Entries: [entry] },
    { accessKeyId: 'x', principalArn: 'y' },
  );
}

test('a webhook gets the events of the bus, with the secret that the template names', async () => {
  cloud.secrets.put('lakeferry/hooks', 'Bearer 1');
  await deploy(webhook('{{resolve:secretsmanager:lakeferry/hooks:SecretString:::}}'));
  await put();
  await until('a request', () => keys.length === 1);
  expect(keys).toEqual(['Bearer 1']);
  const kept = JSON.stringify([...cloud.stacks.all()].map(({ resources }) => [...resources.values()]));
  expect(kept).not.toContain('Bearer 1');

  // The role may no longer send, and the bus and its rule are deployed again.
  await deploy(webhook('{{resolve:secretsmanager:lakeferry/hooks:SecretString:::}}', 'events:PutEvents'));
  await put();
  await until('a refusal', () => cloud.permissions.refusals.length > 0);
  expect(cloud.permissions.refusals.at(-1)).toMatchObject({ action: 'events:InvokeApiDestination' });
  await deploy({});
  expect(
    await cloud.eventBus.operations['ListEventBuses']?.({}, { accessKeyId: 'x', principalArn: 'y' }),
  ).toMatchObject({
    EventBuses: [{ Name: 'default' }],
  });
});

test('a reference to a secret elsewhere is refused, and so is one to a secret that does not exist', async () => {
  await expect(deploy(webhook('{{resolve:secretsmanager:nowhere:SecretString:::}}'))).rejects.toThrow(
    'nowhere',
  );
  await expect(
    deploy({
      P: {
        Type: 'AWS::SSM::Parameter',
        Properties: { Type: 'String', Value: '{{resolve:secretsmanager:lakeferry/hooks}}' },
      },
    }),
  ).rejects.toThrow('dynamic reference');
});
