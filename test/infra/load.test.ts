import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { addStacks } from '../../infra/add-stacks';
import { ofType, synthesize, testApp } from '../helpers/infra/stacks';
import { sampleLoad } from '../helpers/runs/load-plan';
import { sampleDepartment, sampleEnvironment, samplePlan } from '../helpers/runs/plan';

const plan = (account?: string) =>
  samplePlan({
    environment: sampleEnvironment(account === undefined ? {} : { account }),
    departments: [sampleDepartment({ loads: [sampleLoad()] })],
  });

test.each([undefined, '123456789012'])('a load is synthesized without a warning, account %s', (account) => {
  const { departments } = addStacks(testApp(), plan(account));
  for (const stack of departments) Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
});

test('an event that the load queue does not accept goes to the undelivered queue, which admits the rules of loads', () => {
  const stacks = synthesize(plan());
  const [[, rule] = []] = ofType(stacks.get('lakeferry-dev-sales')?.resources ?? {}, 'AWS::Events::Rule');
  expect(rule?.Properties?.['Targets']).toMatchObject([
    { DeadLetterConfig: { Arn: { 'Fn::ImportValue': 'lakeferry-dev-platform:UndeliveredQueueArn' } } },
  ]);
  const policies = ofType(stacks.get('lakeferry-dev-platform')?.resources ?? {}, 'AWS::SQS::QueuePolicy');
  for (const queue of ['InboxQueue', 'UndeliveredQueue']) {
    const [, policy] = policies.find(([id]) => id.startsWith(queue)) ?? [];
    expect(JSON.stringify(policy)).toMatch(/"ArnLike":\{"aws:SourceArn":.*:rule\/lakeferry-dev-load-\*/);
  }
});
