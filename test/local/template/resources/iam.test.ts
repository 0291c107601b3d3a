import { rmSync } from 'node:fs';
import { type LocalCloud, startLocalCloud } from '../../../../local/cloud';
import { trust, writeAssembly } from '../../../helpers/local/assembly';

let cloud: LocalCloud;
const folders: string[] = [];

beforeEach(async () => {
  cloud = await startLocalCloud({
    managedPolicies: { 'arn:aws:iam::000000000000:policy/ofAccount': document('sqs:Receive*') },
  });
});
afterEach(async () => {
  await cloud.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const role = (name: string, more: object = {}) => ({
  Type: 'AWS::IAM::Role',
  Properties: { RoleName: name, AssumeRolePolicyDocument: trust('lambda'), ...more },
});
const document = (...actions: readonly string[]) => ({
  Statement: actions.map((Action) => ({ Effect: 'Allow', Action, Resource: '*' })),
});
const policy = (roles: readonly unknown[], ...actions: readonly string[]) => ({
  Type: 'AWS::IAM::Policy',
  Properties: { PolicyName: 'Same', PolicyDocument: document(...actions), Roles: roles },
});
const ref = (name: string) => ({ Ref: name });

async function deploy(Resources: object): Promise<void> {
  const folder = writeAssembly([{ name: 'app', template: { Resources } }]);
  folders.push(folder);
  await cloud.deploy(folder);
}

function may(name: string, action: string): boolean {
  const arn = `arn:aws:iam::000000000000:role/${name}`;
  try {
    cloud.permissions.assertSession('sqs', arn, arn, [{ action, resource: '*' }]);
    return true;
  } catch {
    return false;
  }
}

test('a grant that a deployment takes away is gone: a statement, a role of a policy, a policy, a role', async () => {
  const roles = { A: role('a'), B: role('b') };
  const both = policy([ref('A'), ref('B')], 'sqs:SendMessage', 'sqs:ReceiveMessage');
  await deploy({ ...roles, P: both });
  expect([may('a', 'sqs:ReceiveMessage'), may('b', 'sqs:SendMessage')]).toEqual([true, true]);
  await deploy({ ...roles, P: policy([ref('A'), ref('B')], 'sqs:SendMessage') });
  expect([may('a', 'sqs:ReceiveMessage'), may('b', 'sqs:SendMessage')]).toEqual([false, true]);
  await deploy({ ...roles, P: policy([ref('A')], 'sqs:SendMessage') });
  expect([may('a', 'sqs:SendMessage'), may('b', 'sqs:SendMessage')]).toEqual([true, false]);
  await deploy(roles);
  expect(may('a', 'sqs:SendMessage')).toBe(false);
  await deploy({ ...roles, P: both });
  await deploy({ A: roles.A, P: policy([ref('A')], 'sqs:SendMessage') });
  expect([may('a', 'sqs:SendMessage'), may('b', 'sqs:SendMessage')]).toEqual([true, false]);
});

test('a policy that goes takes nothing from another of its name on another role', async () => {
  const roles = { A: role('a'), B: role('b') };
  const ofB = policy([ref('B')], 'sqs:SendMessage');
  await deploy({ ...roles, OfA: policy([ref('A')], 'sqs:SendMessage'), OfB: ofB });
  await deploy({ ...roles, OfB: ofB });
  expect([may('a', 'sqs:SendMessage'), may('b', 'sqs:SendMessage')]).toEqual([false, true]);
});

describe('a function in a VPC', () => {
  const toVpc = [
    'AssignPrivateIpAddresses',
    'CreateNetworkInterface',
    'DeleteNetworkInterface',
    'DescribeNetworkInterfaces',
    'DescribeSubnets',
    'UnassignPrivateIpAddresses',
  ].map((action) => `ec2:${action}`);
  const allowing = { Effect: 'Allow', Action: toVpc, Resource: '*' };
  const denying = (Condition: object) => ({ Effect: 'Deny', Action: toVpc, Resource: '*', Condition });
  const inline = (...Statement: readonly object[]) => ({
    Policies: [{ PolicyName: 'Work', PolicyDocument: { Statement } }],
  });
  const byKey = denying({ Null: { 'lambda:SourceFunctionArn': 'false' } });
  const managed = {
    ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole'],
  };
  const app = (more: object, VpcConfig?: object) => ({
    R: role('r', more),
    F: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: 'f',
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Role: { 'Fn::GetAtt': ['R', 'Arn'] },
        Code: { ZipFile: '' },
        ...(VpcConfig === undefined ? {} : { VpcConfig }),
      },
    },
  });
  const inVpc = { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] };
  const arnOfF = 'arn:aws:lambda:eu-west-1:000000000000:function:f';

  it.each<[string, object]>([
    ['with the permissions alone', inline(allowing)],
    ['with the policy of AWS', managed],
    ['with one of the permissions', inline(allowing, { ...byKey, Action: toVpc.slice(1) })],
    [
      'with a Deny for another function',
      inline(allowing, denying({ ArnEquals: { 'lambda:SourceFunctionArn': `${arnOfF}2` } })),
    ],
  ])('is refused %s: its code could change interfaces', async (_name, more) => {
    await expect(deploy(app(more, inVpc))).rejects.toThrow(
      /app: the code of these functions may change any network interface: f \(ec2:.*lambda:SourceFunctionArn/,
    );
  });

  it.each<[string, object]>([
    ['by the key', inline(allowing, byKey)],
    [
      'by the ARN of the function',
      inline(allowing, denying({ ArnEquals: { 'lambda:SourceFunctionArn': arnOfF } })),
    ],
    ['beside the policy of AWS', { ...managed, ...inline(byKey) }],
  ])('is deployed where its code is denied them %s', async (_name, more) => {
    await deploy(app(more, inVpc));
    // A later deployment that takes the Deny away, and leaves the function as it is.
    await expect(deploy(app(inline(allowing), inVpc))).rejects.toThrow('the code of these functions');
  });

  it('is refused in Lambda’s words where the role allows Lambda none of it', async () => {
    const words = 'does not have permissions to call CreateNetworkInterface on EC2';
    await expect(deploy(app(inline(denying({})), inVpc))).rejects.toThrow(words);
    await expect(deploy(app({}, inVpc))).rejects.toThrow(words);
    await deploy(app({}));
  });
});

test('a boundary limits a role: one of a template, of AWS, or of the account', async () => {
  const Policies = [
    { PolicyName: 'Work', PolicyDocument: document('sqs:SendMessage', 'sqs:ReceiveMessage') },
  ];
  const limits = {
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: { ManagedPolicyName: 'limits', PolicyDocument: document('sqs:Send*', 'sqs:DeleteMessage') },
  };
  const mayAll = () =>
    ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:DeleteMessage'].map((action) => may('a', action));
  await deploy({ L: limits, A: role('a', { Policies, PermissionsBoundary: ref('L') }) });
  expect(mayAll()).toEqual([true, false, false]);
  const everything = 'arn:aws:iam::aws:policy/AdministratorAccess';
  await deploy({ L: limits, A: role('a', { Policies, PermissionsBoundary: everything }) });
  expect(mayAll()).toEqual([true, true, false]);
  const ofAccount = 'arn:aws:iam::000000000000:policy/ofAccount';
  await deploy({ A: role('a', { Policies, PermissionsBoundary: ofAccount }) });
  expect(mayAll()).toEqual([false, true, false]);
  await deploy({ A: role('a', { Policies }) });
  expect(mayAll()).toEqual([true, true, false]);
});

test('what would be ignored is refused: a boundary or a role that is not there, a policy of users', async () => {
  const PermissionsBoundary = 'arn:aws:iam::000000000000:policy/limits';
  await expect(deploy({ A: role('a', { PermissionsBoundary }) })).rejects.toThrow(
    `app/A (AWS::IAM::Role): the policy ${PermissionsBoundary} of a permissions boundary does not exist`,
  );
  const { Properties, ...rest } = policy([], 'sqs:SendMessage');
  await expect(deploy({ P: { ...rest, Properties: { ...Properties, Users: ['ada'] } } })).rejects.toThrow(
    'the property Users of a policy is not supported',
  );
  await expect(deploy({ P: policy(['nobody'], 'sqs:SendMessage') })).rejects.toThrow(
    'the role nobody of the policy Same does not exist',
  );
});

test('a policy that was refused when it changed is there again with its old template', async () => {
  const roles = { A: role('a') };
  const good = policy([ref('A')], 'sqs:SendMessage');
  await deploy({ ...roles, P: good });
  const PolicyDocument = { Statement: { Effect: 'Perhaps', Action: 'sqs:*', Resource: '*' } };
  const bad = { ...good, Properties: { ...good.Properties, PolicyDocument } };
  await expect(deploy({ ...roles, P: bad })).rejects.toThrow('Effect must be Allow or Deny');
  await deploy({ ...roles, P: good });
  expect(may('a', 'sqs:SendMessage')).toBe(true);
});
