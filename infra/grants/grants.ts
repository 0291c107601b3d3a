import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { GrantRow, GrantTargets } from './grant';
import { networkInterfaces, readSecrets } from './on-databases';
import { emptyBuckets, lookUpInLake, readLake, readStaging, updateCatalogue, writeLake } from './on-lake';
import { encryptForTopics } from './on-topics';
import { checkNamed } from './on-named';
import { describeStacks } from './on-stacks';
import {
  describeExecutions,
  historyActions,
  listRunsOfJobs,
  readPlan,
  confirmTaskTokens,
  returnTaskTokens,
  useHistory,
} from './on-runs';
import {
  createTasks,
  describeNamedEndpoints,
  describeResources,
  describeTasks,
  moveTasks,
  onOwnTasks,
  readMetrics,
  readTags,
  tagOwnTasks,
  testConnections,
} from './on-tasks';

export type { GrantTargets } from './grant';

/**
 * IAM permissions of each function besides writing its own log: one row per function, under the
 * name of its folder. Without wildcards, see docs/pitfalls.md#wildcards-in-iam-policies. Actions
 * and their resource types:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsdatabasemigrationservice.html
 */
export const grants = {
  'open-run': (t) => [
    useHistory(t, ...historyActions),
    readPlan(t),
    describeExecutions(t),
    // Finds the files that a retry takes over.
    { actions: ['s3:ListBucket'], resources: [t.stagingBucketArn] },
  ],
  'check-source': (t) => [
    useHistory(t, 'BatchWriteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'),
    readPlan(t),
    ...readSecrets(t, t.sourceSecretArns),
    ...networkInterfaces,
  ],
  'create-task': (t) => [
    useHistory(t, 'BatchGetItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'),
    readPlan(t),
    describeTasks,
    ...testConnections(t),
    ...describeNamedEndpoints(t),
    ...createTasks(t),
    tagOwnTasks(t),
    readTags(t),
    ...onOwnTasks(t, 'dms:StopReplicationTask', 'dms:DeleteReplicationTask', 'dms:ModifyReplicationTask'),
    ...moveTasks(t),
  ],
  'start-task': (t) => [
    useHistory(t, 'BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem'),
    readPlan(t),
    describeTasks,
    ...testConnections(t),
    ...onOwnTasks(t, 'dms:StartReplicationTask'),
  ],
  'poll-tasks': (t) => [
    useHistory(t, ...historyActions),
    describeTasks,
    // DMS may require another test before it resumes a task.
    ...testConnections(t),
    readTags(t),
    ...onOwnTasks(
      t,
      'dms:DescribeTableStatistics',
      'dms:StartReplicationTask',
      'dms:StopReplicationTask',
      'dms:DeleteReplicationTask',
    ),
    // Which tasks use what a deployment changes.
    describeResources,
    describeStacks(t),
    returnTaskTokens,
    describeExecutions(t),
    readMetrics,
    { actions: ['sns:Publish'], resources: [t.topicsArn, ...t.otherTopicArns, ...t.namedAlertsTopicArns] },
    { actions: ['events:PutEvents'], resources: [t.eventBusArn] },
    { actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [t.alertsKeyArn] },
    ...encryptForTopics(t, [...t.otherTopicArns, ...t.namedAlertsTopicArns]),
    { actions: ['ssm:GetParameters'], resources: [t.jobParametersArn] },
    { actions: ['ssm:GetParametersByPath'], resources: [t.departmentParametersArn] },
    // Policies and channels of jobs.
    readPlan(t),
    // Restarts a CDC job whose plan has changed.
    { actions: ['states:StartExecution'], resources: [t.stateMachineArn] },
    // Cancels a run.
    { actions: ['states:StopExecution'], resources: [t.executionsArn] },
  ],
  'hold-tasks': (t) => [
    useHistory(t, 'GetItem', 'Query', 'UpdateItem'),
    { actions: ['lambda:InvokeFunction'], resources: [t.pollTasksArn] },
  ],
  'check-existing': (t) => {
    const named = checkNamed(t);
    return named.length === 0 ? [] : [...named, describeStacks(t)];
  },
  'prepare-removal': (t) => [
    useHistory(t, 'BatchGetItem', 'GetItem', 'Query', 'UpdateItem'),
    listRunsOfJobs(t),
    readPlan(t),
    describeTasks,
    readTags(t),
    describeStacks(t),
    ...lookUpInLake(t),
    ...emptyBuckets(t),
    // Continues in the next invocation.
    { actions: ['lambda:InvokeFunction'], resources: [t.prepareRemovalArn] },
  ],
  'judge-run': (t) => [
    useHistory(t, 'BatchGetItem', 'BatchWriteItem', 'GetItem', 'Query', 'UpdateItem'),
    readPlan(t),
    describeTasks,
    readTags(t),
    ...onOwnTasks(t, 'dms:DescribeTableStatistics'),
  ],
  'delete-task': (t) => [
    useHistory(t, 'GetItem', 'UpdateItem'),
    describeTasks,
    readTags(t),
    ...onOwnTasks(t, 'dms:StopReplicationTask', 'dms:DeleteReplicationTask'),
    confirmTaskTokens,
  ],
  'publish-snapshot': (t) => [
    useHistory(t, 'GetItem', 'PutItem', 'Query', 'UpdateItem'),
    readPlan(t),
    ...readStaging(t),
    ...writeLake(t),
    // Deletes old snapshots.
    { actions: ['s3:DeleteObject'], resources: [`${t.lakeBucketArn}/*`] },
    updateCatalogue(t),
  ],
  'close-run': (t) => [useHistory(t, 'BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem', 'UpdateItem')],
  'report-leftovers': (t) => [
    useHistory(t, 'GetItem', 'Query', 'UpdateItem'),
    readPlan(t),
    describeTasks,
    readTags(t),
    describeExecutions(t),
    { actions: ['s3:ListBucket'], resources: [t.stagingBucketArn, t.lakeBucketArn] },
    ...readLake(t),
    {
      actions: ['sqs:GetQueueUrl', 'sqs:GetQueueAttributes'],
      resources: [t.copyToLakeDeadLettersArn],
    },
    { actions: ['sns:Publish'], resources: [t.topicsArn, ...t.namedAlertsTopicArns] },
    ...encryptForTopics(t, t.namedAlertsTopicArns),
    { actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [t.alertsKeyArn] },
  ],
  'load-csv': (t) => [
    useHistory(t, 'BatchWriteItem', 'GetItem', 'PutItem', 'UpdateItem'),
    readPlan(t),
    ...readSecrets(t, t.targetSecretArns),
    ...networkInterfaces,
    { actions: ['s3:GetObject', 's3:GetObjectVersion'], resources: [`${t.inboxArn}/*`] },
    // Without it, S3 reports a missing key as forbidden.
    { actions: ['s3:ListBucket'], resources: [t.inboxArn] },
    { actions: ['s3:PutObject'], resources: [`${t.inboxArn}/rejected/*`] },
    {
      actions: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
      resources: [t.loadQueueArn],
    },
  ],
  'copy-to-lake': (t) => [
    useHistory(t, 'UpdateItem'),
    readPlan(t),
    { actions: ['ssm:GetParameter'], resources: [t.jobParametersArn] },
    ...readStaging(t),
    ...writeLake(t),
    {
      actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      resources: [t.copyToLakeQueueArn],
    },
    { actions: ['sqs:GetQueueUrl', 'sqs:SendMessage'], resources: [t.copyToLakeDeadLettersArn] },
  ],
} as const satisfies Readonly<Record<string, GrantRow>>;

/** Lakeferry's functions: each has a folder under `functions/` and a row here. */
export type FunctionName = keyof typeof grants;

export function isFunctionName(name: string): name is FunctionName {
  return Object.hasOwn(grants, name);
}

/**
 * Functions that events, queues, schedules or deployments start. All others are steps of a run: the state machine calls
 * them.
 */
export const startedByEvents: ReadonlySet<FunctionName> = new Set<FunctionName>([
  'check-existing',
  'copy-to-lake',
  'hold-tasks',
  'load-csv',
  'prepare-removal',
  'report-leftovers',
]);

export const functionNames: readonly FunctionName[] = Object.keys(grants).filter(isFunctionName);

/** Functions with the settings of the environment. The other one is invoked by CloudFormation alone, before all else of a stack. */
export const commonFunctions: readonly FunctionName[] = functionNames.filter(
  (name) => name !== 'check-existing',
);

export function grantStatements(name: FunctionName, targets: GrantTargets): PolicyStatement[] {
  const row: GrantRow = grants[name];
  return row(targets).map(
    ({ effect = 'Allow', actions, resources, conditions }) =>
      new PolicyStatement({
        effect: effect === 'Deny' ? Effect.DENY : Effect.ALLOW,
        actions: [...actions],
        resources: [...resources],
        ...(conditions === undefined ? {} : { conditions }),
      }),
  );
}
