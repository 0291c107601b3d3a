import { AwsSolutionsChecks } from 'cdk-nag';
import { addStacks } from '../../infra/add-stacks';
import { sampleLoad } from '../helpers/load-plan';
import { sampleDepartment, sampleEnvironment, samplePlan } from '../helpers/plan';
import { testApp } from '../helpers/stacks';

/** Findings of the pack AwsSolutions that we live with: rule and resource -> why. */
const reasons: readonly { readonly rule: RegExp; readonly at: RegExp; readonly because: string }[] = [
  {
    rule: /^AwsSolutions-IAM5\[Resource::/,
    at: /./,
    because:
      'any resource stands only where AWS knows no narrower one, or for what a run makes itself: invariants.test.ts lists them',
  },
  {
    rule: /^AwsSolutions-IAM4\[.*service-role\/AmazonDMS/,
    at: /DmsRoles/,
    because: 'DMS’s guide wants its two roles with these policies, which AWS changes as DMS does (I3)',
  },
  {
    rule: /^AwsSolutions-S1$/,
    at: /Storage\/(Staging|Lake)|Inbox\/Bucket/,
    because:
      'who reads the data is for a trail of the account, which knows data events; access logs would be one more bucket to keep',
  },
  {
    rule: /^AwsSolutions-VPC7$/,
    at: /Network\/Vpc/,
    because: 'flow logs are the account’s: most send them to one place, by a service-managed rule',
  },
  {
    rule: /^AwsSolutions-EC23$/,
    at: /SecretsManager\/SecurityGroup/,
    because: 'the rule cannot read the VPC’s own range, from which alone the endpoint takes connections',
  },
  {
    rule: /^AwsSolutions-SF1$/,
    at: /Migration\/StateMachine/,
    because:
      'errors are logged; all events of a run are in its execution and in the history, for 90 days and longer',
  },
  {
    rule: /^AwsSolutions-SQS3$/,
    at: /Undelivered\/Queue/,
    because: 'it is the dead-letter queue of rules and schedules',
  },
];

test('cdk-nag’s AwsSolutions finds nothing that has no reason, and every reason has a finding', () => {
  const app = testApp();
  addStacks(
    app,
    samplePlan({
      environment: sampleEnvironment({ onDelete: 'retain' }),
      departments: [sampleDepartment({ loads: [sampleLoad()] })],
    }),
  );
  const { violations } = new AwsSolutionsChecks().validateScope(app);
  const found = violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath }) => ({
      rule: ruleName,
      at: constructPath ?? '',
    })),
  );
  const holds = (one: (typeof reasons)[number], { rule, at }: (typeof found)[number]): boolean =>
    one.rule.test(rule) && one.at.test(at);
  expect(found.filter((finding) => !reasons.some((one) => holds(one, finding)))).toEqual([]);
  expect(reasons.filter((one) => !found.some((finding) => holds(one, finding)))).toEqual([]);
});
