import { AwsSolutionsChecks } from 'cdk-nag';
import { addStacks } from '../../infra/add-stacks';
import { testApp } from '../helpers/infra/stacks';
import { sampleLoad } from '../helpers/runs/load-plan';
import { sampleChannels, sampleHandOffs } from '../helpers/infra/physical-names';
import { sampleDepartment, sampleEnvironment, sampleJob, samplePlan } from '../helpers/runs/plan';

/** Accepted findings of the pack AwsSolutions: rule and resource, with the reason. */
const reasons: readonly { readonly rule: RegExp; readonly at: RegExp; readonly because: string }[] = [
  {
    rule: /^AwsSolutions-IAM5\[Resource::/,
    at: /./,
    because:
      'any resource is granted only where AWS has no narrower one, or for resources that a run creates: invariants.test.ts lists them',
  },
  {
    rule: /^AwsSolutions-IAM4\[.*service-role\/AmazonDMS/,
    at: /DmsRoles/,
    because:
      'the DMS guide requires these policies for the two account-wide roles, and AWS keeps them up to date',
  },
  {
    rule: /^AwsSolutions-S1$/,
    at: /Storage\/(Staging|Lake)|Inbox\/Bucket/,
    because:
      'data events in the account’s CloudTrail record who reads the data; access logs would need another bucket',
  },
  {
    rule: /^AwsSolutions-VPC7$/,
    at: /Network\/Vpc/,
    because: 'flow logs belong to the account, which usually sends them to one place',
  },
  {
    rule: /^AwsSolutions-EC23$/,
    at: /SecretsManager\/SecurityGroup/,
    because: 'the rule cannot resolve the VPC’s own address range, the only one that the endpoint admits',
  },
  {
    rule: /^AwsSolutions-SF1$/,
    at: /Migration\/StateMachine/,
    because:
      'errors are logged; all events of a run are in its execution for 90 days, and in the history for longer',
  },
  {
    rule: /^AwsSolutions-SQS3$/,
    at: /Undelivered(Events)?\/Queue/,
    because: 'the queue is the dead-letter queue of rules and schedules',
  },
];

test('each finding of cdk-nag’s AwsSolutions has a reason, and each reason has a finding', () => {
  const app = testApp();
  addStacks(
    app,
    samplePlan({
      environment: sampleEnvironment({ onDelete: 'retain' }),
      departments: [
        sampleDepartment({
          loads: [sampleLoad()],
          channels: sampleChannels,
          jobs: [
            sampleJob({ department: 'sales', job: 'daily', tables: ['orders'] }, { handOff: sampleHandOffs }),
          ],
        }),
      ],
    }),
  );
  const { violations } = new AwsSolutionsChecks().validateScope(app);
  const found = violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath }) => ({
      rule: ruleName,
      at: constructPath ?? '',
    })),
  );
  const covers = (one: (typeof reasons)[number], { rule, at }: (typeof found)[number]): boolean =>
    one.rule.test(rule) && one.at.test(at);
  expect(found.filter((finding) => !reasons.some((one) => covers(one, finding)))).toEqual([]);
  expect(reasons.filter((one) => !found.some((finding) => covers(one, finding)))).toEqual([]);
});
