import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CustomResourceProvider, CustomResourceProviderRuntime, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { LogRetention, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Provider } from 'aws-cdk-lib/custom-resources';
import { Code, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { functionRuntime } from '../../infra/constructs/platform/function-defaults';
import { stackDefaults } from '../../infra/stack-defaults';
import { boundaryServices } from '../helpers/infra/boundary-services';
import { planOfEveryResource } from '../helpers/infra/physical-names';
import { ofType, type Resource, synthesize, testApp } from '../helpers/infra/stacks';
import { sampleEnvironment } from '../helpers/runs/plan';

const byName = {
  'Fn::Join': [
    '',
    ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':policy/ServiceBoundary'],
  ],
};
const arn = 'arn:aws:iam::123456789012:policy/team/ServiceBoundary';

function boundaries(resources: Readonly<Record<string, Resource>>): readonly unknown[] {
  return ofType(resources, 'AWS::IAM::Role').map(([, { Properties }]) => Properties?.['PermissionsBoundary']);
}

test.each([
  ['ServiceBoundary', byName],
  [arn, arn],
])('every role of every stack has the boundary %s', (permissionsBoundary, expected) => {
  const plan = { ...planOfEveryResource(), environment: sampleEnvironment({ permissionsBoundary }) };
  const stacks = [...synthesize(plan).values()];
  expect(stacks).toHaveLength(3);
  for (const { resources, name } of stacks) {
    const found = boundaries(resources);
    expect([name, found.length > 0]).toEqual([name, true]);
    for (const boundary of found) expect(boundary).toEqual(expected);
  }
});

test('a role that a construct of CDK adds has it, too: of a custom resource, and of a log retention', () => {
  const stack = new Stack(testApp(), 'Test', stackDefaults(sampleEnvironment({ permissionsBoundary: arn })));
  const codeDirectory = mkdtempSync(join(tmpdir(), 'lakeferry-test-'));
  writeFileSync(join(codeDirectory, 'index.js'), '// none');
  CustomResourceProvider.getOrCreate(stack, 'Custom::Other', {
    codeDirectory,
    runtime: CustomResourceProviderRuntime.NODEJS_22_X,
  });
  new LogRetention(stack, 'Retention', { logGroupName: '/a', retention: RetentionDays.ONE_DAY });
  const handler = new LambdaFunction(stack, 'OnEvent', {
    runtime: functionRuntime,
    handler: 'index.handler',
    code: Code.fromInline('// none'),
  });
  new Provider(stack, 'Provider', { onEventHandler: handler });
  const found = boundaries(Template.fromStack(stack).toJSON()['Resources']);
  rmSync(codeDirectory, { recursive: true });
  expect(found.length).toBeGreaterThanOrEqual(4);
  expect(new Set(found)).toEqual(new Set([arn]));
});

test('without a boundary no role has one', () => {
  for (const { resources } of synthesize(planOfEveryResource()).values())
    expect(new Set(boundaries(resources))).toEqual(new Set([undefined]));
});

test('docs/deploying.md lists the services that a boundary has to allow', () => {
  const used = [...synthesize(planOfEveryResource()).values()].flatMap(({ resources }) =>
    ['AWS::IAM::Role', 'AWS::IAM::Policy']
      .flatMap((type) => ofType(resources, type))
      .flatMap(([, { Properties = {} }]) => {
        const { AssumeRolePolicyDocument: _, ...own } = Properties;
        // `aws:` begins a condition key of no service.
        return [...JSON.stringify(own).matchAll(/"(?!aws:)([a-z0-9]+):[A-Z][A-Za-z]+"/g)].map(
          ([, service]) => service,
        );
      }),
  );
  expect([...boundaryServices].sort()).toEqual([...new Set(used)].sort());
});
