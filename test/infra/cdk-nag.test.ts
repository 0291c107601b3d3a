import { AwsSolutionsChecks } from 'cdk-nag';
import { addStacks } from '../../infra/add-stacks';
import { testApp } from '../helpers/infra/stacks';
import { planOfEveryResource } from '../helpers/infra/physical-names';
import { sampleEnvironment } from '../helpers/runs/plan';

/** Accepted findings of the pack AwsSolutions: rule and resource, with the reason. */
const reasons: readonly { readonly rule: RegExp; readonly at: RegExp; readonly because: string }[] = [
  {
    rule: /^AwsSolutions-IAM5\[Resource::\*\]$/,
    at: /-platform\/((Functions|CheckExisting)\/\w+Role|Migration\/Role)\//,
    because:
      'for actions that have no resource types, X-Ray and network interfaces among them: invariants.test.ts lists each',
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::<(Inbox|Storage)\w+\.Arn>\/(rejected\/)?\*\]$/,
    at: /Functions\/(CopyToLake|LoadCsv|PrepareRemoval|PublishSnapshot|ReportLeftovers)Role\/Resource$/,
    because: 'objects of the environment’s own buckets, whose keys are made by runs',
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::arn:<AWS::Partition>:s3:::lakeferry-dev-platform:StagingBucketName\/\w+\/\*\]$/,
    at: /StagingWriter\/Role\/Resource$/,
    because: 'files that DMS names, in the department’s own folders',
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::arn:<AWS::Partition>:s3:::cdk-[^\]]*\/\*\.json\]$/,
    at: /Functions\/\w+Role\/Resource$/,
    because: 'plans, whose keys are hashes of their content: each deployment adds some',
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::arn:[^\]]*:dms:[^\]]*:(endpoint|rep|task):(\*|<\*>|[A-Z][A-Z2-7]{7}\*)\]$/,
    at: /Functions\/(CreateTask|DeleteTask|JudgeRun|PollTasks|PrepareRemoval|ReportLeftovers|StartTask)Role\/Resource$/,
    because:
      'DMS generates these ids; a condition on the tag of the environment narrows all but the reading of tags (grants.test.ts)',
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::arn:[^\]]*:kms:[^\]]*:key\/\*\]$/,
    at: /(Functions\/(CheckSource|LoadCsv|PollTasks)Role|SecretReader)\/Resource$/,
    because:
      'the owner of a secret or topic chooses its key; kms:ViaService allows only Secrets Manager or SNS to use it',
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::arn:[^\]]*:glue:[^\]]*:(database\/lakeferry_dev_\*|table\/lakeferry_dev_\*\/\*)\]$/,
    at: /Functions\/PublishSnapshotRole\/Resource$/,
    because: 'databases of the environment’s departments, each of which is deployed on its own',
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::arn:[^\]]*:(sns:[^\]]*:lakeferry-dev-\*|cloudformation:[^\]]*:stack\/lakeferry-dev-\*\/\*|ssm:[^\]]*:parameter\/lakeferry\/dev\/(departments|jobs)\/\*)\]$/,
    at: /Functions\/(CopyToLake|PollTasks|PrepareRemoval|ReportLeftovers)Role\/Resource$/,
    because:
      'topics, stacks and parameters of the environment’s departments, each of which is deployed on its own',
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::arn:[^\]]*:states:[^\]]*:execution:lakeferry-dev-migration:\*\]$/,
    at: /Functions\/(OpenRun|PollTasks|ReportLeftovers)Role\/Resource$/,
    because: 'executions of the one state machine: each run adds one',
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
  const environment = sampleEnvironment({
    onDelete: 'retain',
    permissionsBoundary: 'ServiceBoundary',
  });
  addStacks(app, { ...planOfEveryResource(), environment });
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
