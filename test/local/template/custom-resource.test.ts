import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { DrivenClock } from '../../../local/clock';
import { type LocalCloud, startLocalCloud } from '../../../local/cloud';
import { trust, writeAssembly } from '../../helpers/local/assembly';
import { until } from '../../helpers/run/until';

const cdkHandler = readFileSync(
  join(
    dirname(require.resolve('aws-cdk-lib/package.json')),
    'custom-resource-handlers/dist/core/nodejs-entrypoint-handler/index.js',
  ),
  'utf8',
);
/** The provider of the CDK, with HTTP instead of HTTPS. It answers with the property `id` as ID. */
const provider = `
const cdk = (() => { const exports = {}; ${cdkHandler}; return exports; })();
exports.handler = async (event, context) => {
  console.log(JSON.stringify(event));
  if (event.ResourceProperties.later) return;
  cdk.external.userHandlerIndex = __dirname + '/user.js';
  cdk.external.sendHttpRequest = async ({ method, headers }, body) => {
    const type = headers['content-type'];
    const { status } = await fetch(event.ResponseURL, { method, headers: { 'content-type': type }, body });
    if (status >= 400) throw new Error('status ' + status);
  };
  require('fs').writeFileSync(__dirname + '/user.js', 'exports.handler = ' + user);
  await cdk.handler(event, context);
};
const user = (async ({ RequestType, ResourceProperties: { id, fails } }) => {
  if (fails === RequestType) throw new Error('the table is in use');
  return { ...(RequestType === 'Delete' ? {} : { PhysicalResourceId: id }), Data: { Secret: 'hidden', Url: 'shown' }, NoEcho: true };
}).toString();`;

const base = {
  Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trust('lambda') } },
  Provider: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: 'provider',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
      Timeout: 60,
      Code: { S3Bucket: 'cdk-hnb659fds-assets-000000000000-eu-west-1', S3Key: 'provider.zip' },
    },
  },
};
const custom = (properties: object) => ({
  Type: 'Custom::Hold',
  Properties: {
    ServiceToken: 'arn:aws:lambda:eu-west-1:000000000000:function:provider',
    ...properties,
  },
});

let cloud: LocalCloud;
let formation: CloudFormation;
const assemblies: string[] = [];
beforeAll(async () => {
  cloud = await startLocalCloud({ clock: new DrivenClock(new Date('2026-03-01T10:00:00Z')) });
  const { url, region, operatorCredentials: credentials } = cloud;
  formation = new CloudFormation({ endpoint: url, region, credentials, maxAttempts: 1 });
  await deploy('providers', base);
});
afterAll(async () => {
  await cloud.stop();
  for (const folder of assemblies) rmSync(folder, { recursive: true });
});

async function deploy(name: string, Resources: object, Outputs: object = {}): Promise<void> {
  const assembly = writeAssembly([{ name, template: { Resources, Outputs }, code: { provider } }]);
  assemblies.push(assembly);
  await cloud.deploy(assembly);
}

interface Event {
  readonly RequestType: string;
  readonly ResponseURL: string;
  readonly [member: string]: unknown;
}
function events(): readonly Event[] {
  return cloud.functions
    .logs('provider')
    .filter((line) => line.includes('"RequestType"') && line.startsWith('{"'))
    .map((line) => JSON.parse(line));
}

test('a provider of the CDK is asked to create, update and delete, and its answers count', async () => {
  const outputs = {
    Id: { Value: { Ref: 'Hold' } },
    Url: { Value: { 'Fn::GetAtt': ['Hold', 'Url'] }, Export: { Name: 'url' } },
  };
  const used = {
    Type: 'AWS::SSM::Parameter',
    Properties: { Name: '/url', Type: 'String', Value: { 'Fn::GetAtt': ['Hold', 'Url'] } },
  };
  await deploy('app', { Used: used, Hold: custom({ id: 'one', of: 1 }) }, outputs);
  await deploy('app', { Used: used, Hold: custom({ id: 'one', of: 2 }) }, outputs);
  await deploy('app', { Used: used, Hold: custom({ id: 'one', of: 2 }) }, outputs);
  expect(
    cloud.ssm.operations['GetParameter']?.({ Name: '/url' }, { accessKeyId: '', principalArn: '' }),
  ).toMatchObject({
    Parameter: { Value: 'shown' },
  });
  const { Stacks } = await formation.describeStacks({ StackName: 'app' });
  expect(Stacks?.[0]?.Outputs).toMatchObject([
    { OutputKey: 'Id', OutputValue: 'one' },
    { OutputKey: 'Url', OutputValue: '*****' },
  ]);
  expect((await formation.listExports()).Exports).toMatchObject([{ Name: 'url', Value: '*****' }]);
  await deploy('app', { Used: { ...used, Properties: { ...used.Properties, Value: 'x' } } });
  expect(events().map(({ RequestType, PhysicalResourceId }) => [RequestType, PhysicalResourceId])).toEqual([
    ['Create', undefined],
    ['Update', 'one'],
    ['Delete', 'one'],
  ]);
  expect(events()[1]).toMatchObject({
    ResourceProperties: { of: '2' },
    OldResourceProperties: { of: '1' },
  });
});

test('a failed answer fails the deployment with its reason', async () => {
  await expect(deploy('broken', { Hold: custom({ id: 'x', fails: 'Create' }) })).rejects.toThrow(
    'Received response status [FAILED] from custom resource. Message returned: Error: the table is in use',
  );
});

describe('a rollback', () => {
  /** Requests since `from`: type, ID, and the properties `of` with their former value. */
  const requests = (from: number): readonly string[] =>
    events()
      .slice(from)
      .map(({ RequestType, PhysicalResourceId, ResourceProperties, OldResourceProperties }) =>
        JSON.stringify([RequestType, PhysicalResourceId, of(ResourceProperties), of(OldResourceProperties)]),
      )
      .map((line) => line.replaceAll('"', ''));
  const of = (properties: unknown): unknown => Object(properties).of;
  const broken = {
    Type: 'AWS::SSM::Parameter',
    DependsOn: 'Hold',
    Properties: { Name: '/broken', Type: 'String', Value: 'x'.repeat(5000) },
  };
  let from = 0;
  beforeEach(async () => {
    await deploy('back', { Hold: custom({ id: 'one', of: '1' }) });
    from = events().length;
  });

  it('updates a resource back to its old properties', async () => {
    await expect(deploy('back', { Hold: custom({ id: 'one', of: '2' }), broken })).rejects.toThrow(
      'back is as it was',
    );
    expect(requests(from)).toEqual(['[Update,one,2,1]', '[Update,one,1,2]']);
  });

  it('keeps the old physical resource where the update had made another, which it deletes', async () => {
    await expect(deploy('back', { Hold: custom({ id: 'two', of: '2' }), broken })).rejects.toThrow(
      'back is as it was',
    );
    expect(requests(from)).toEqual(['[Update,one,2,1]', '[Delete,two,2,null]']);
    expect(cloud.stacks.find('back')?.resources.get('Hold')?.deployed.ref).toBe('one');
  });

  it('updates back what has answered that it failed', async () => {
    await expect(deploy('back', { Hold: custom({ id: 'one', of: '2', fails: 'Update' }) })).rejects.toThrow(
      /back\/Hold \(Custom::Hold\): Received response status \[FAILED\].*the table is in use.*\nback is as it was/s,
    );
    expect(requests(from)).toEqual(['[Update,one,2,1]', '[Update,one,1,2]']);
  });

  it('deletes a new one, also one that could not be created', async () => {
    const Hold = custom({ id: 'one', of: '1' });
    const failing = {
      New: custom({ id: 'new', of: '3' }),
      Bad: custom({ id: 'bad', of: '4', fails: 'Create' }),
    };
    await expect(deploy('back', { Hold, ...failing })).rejects.toThrow('back/Bad');
    const marker = 'AWSCDK::CustomResourceProviderFramework::CREATE_FAILED';
    expect([...requests(from)].sort()).toEqual(
      [
        '[Create,null,3,null]',
        '[Create,null,4,null]',
        '[Delete,new,3,null]',
        `[Delete,${marker},4,null]`,
      ].sort(),
    );
  });

  it('does not happen after a success: the old physical resource is deleted at the end', async () => {
    await deploy('back', { Hold: custom({ id: 'two', of: '2' }) });
    expect(requests(from)).toEqual(['[Update,one,2,1]', '[Delete,one,1,null]']);
  });

  it('does not wait for others when one has failed', async () => {
    const Hold = custom({ id: 'one', of: '1' });
    const startedAt = cloud.context.clock.now();
    const waiting = custom({ id: 'w', of: '5', later: 'yes', ServiceTimeout: 600 });
    const bad = custom({ id: 'bad', of: '6', fails: 'Create' });
    // The bad one first: the clock is not advanced while its function works, however long that takes.
    await expect(deploy('back', { Hold, Bad: bad, Waiting: waiting })).rejects.toThrow(/^back\/Bad [^;]*$/s);
    // The Delete request of the cancelled one is not answered.
    expect(cloud.context.clock.now().getTime() - startedAt.getTime()).toBe(600_000);
    const said = cloud.stacks.find('back')?.events.map(({ reason }) => reason);
    expect(said).toContain('Resource creation cancelled');
    expect(said).toContain('The following resource(s) failed to create: [Bad, Waiting]. ');
  });
});

test('any process may answer later, and the deletion of the stack waits for its answer', async () => {
  const { clock } = cloud.context;
  const answerNext = (milliseconds: number): void => {
    const known = events().length;
    const answer = async (): Promise<void> => {
      const event = events()[known];
      if (event === undefined) throw new Error('the provider received no event');
      const { StackId, RequestId, LogicalResourceId, ResponseURL } = event;
      const body = { StackId, RequestId, LogicalResourceId, Status: 'SUCCESS', PhysicalResourceId: 'mine' };
      const headers = { 'content-type': '' };
      const put = await fetch(ResponseURL, { method: 'PUT', headers, body: JSON.stringify(body) });
      expect(put.status).toBe(200);
    };
    clock.schedule(new Date(clock.now().getTime() + milliseconds), () => void clock.track(answer()));
  };
  answerNext(600_000);
  const startedAt = clock.now().getTime();
  await deploy('late', { Hold: custom({ later: 'yes' }) });
  expect(clock.now().getTime() - startedAt).toBe(600_000);
  const id = cloud.stacks.find('late')?.id;
  answerNext(600_000);
  await formation.deleteStack({ StackName: 'late' });
  const status = async () => (await formation.describeStacks({ StackName: id })).Stacks?.[0]?.StackStatus;
  await until('the stack is deleted', async () => (await status()) !== 'DELETE_IN_PROGRESS');
  expect(await status()).toBe('DELETE_COMPLETE');
  expect(events().at(-1)).toMatchObject({ RequestType: 'Delete', PhysicalResourceId: 'mine' });
});

test('the URL of an answer permits nothing else', async () => {
  await deploy('other', { Hold: custom({ id: 'one' }) });
  const url = new URL(events().at(-1)?.ResponseURL ?? '');
  const { status } = await fetch(new URL(`/some-bucket/key${url.search}`, url), { method: 'PUT', body: 'x' });
  expect(status).toBe(403);
});
