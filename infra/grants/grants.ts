import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { GrantRow, GrantTargets } from './grant';
import { enterNetwork, readSecrets } from './on-databases';
import { keepCatalogue, readStaging, useBucketKeys, writeLake } from './on-lake';
import { answerTokens, keepHistory, lookAtExecutions, readPlan } from './on-runs';
import {
  createTasks,
  onTasks,
  readMetrics,
  readTags,
  seeTasks,
  tagNewTasks,
  testConnections,
} from './on-tasks';

export type { GrantTargets } from './grant';

/**
 * What each function may do besides writing its own log: a row a function, under the name of its folder. Actions and the resource
 * types they know: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsdatabasemigrationservice.html (I2).
 */
export const grants = {
  'open-run': (t) => [keepHistory(t), readPlan(t), lookAtExecutions(t)],
  'check-source': (t) => [
    keepHistory(t, 'BatchWriteItem'),
    readPlan(t),
    ...readSecrets(t, t.sourceSecretArns),
    ...enterNetwork,
  ],
  'create-task': (t) => [
    keepHistory(t),
    readPlan(t),
    seeTasks,
    ...testConnections(t),
    createTasks(t),
    tagNewTasks(t),
    readTags(t),
    onTasks(t, 'dms:StopReplicationTask', 'dms:DeleteReplicationTask', 'dms:ModifyReplicationTask'),
  ],
  'start-task': (t) => [
    keepHistory(t),
    readPlan(t),
    seeTasks,
    ...testConnections(t),
    onTasks(t, 'dms:StartReplicationTask'),
  ],
  'poll-tasks': (t) => [
    keepHistory(t, 'BatchWriteItem'),
    seeTasks,
    readTags(t),
    onTasks(
      t,
      'dms:DescribeTableStatistics',
      'dms:StartReplicationTask',
      'dms:StopReplicationTask',
      'dms:DeleteReplicationTask',
    ),
    answerTokens,
    lookAtExecutions(t),
    readMetrics,
    { actions: ['sns:Publish'], resources: [t.alertsTopicArn] },
    { actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [t.alertsKeyArn] },
    { actions: ['ssm:GetParameters'], resources: [t.jobParametersArn] },
    // Of a CDC job whose plan has changed.
    { actions: ['states:StartExecution'], resources: [t.stateMachineArn] },
  ],
  'judge-run': (t) => [
    keepHistory(t, 'BatchWriteItem'),
    readPlan(t),
    seeTasks,
    readTags(t),
    onTasks(t, 'dms:DescribeTableStatistics'),
  ],
  'delete-task': (t) => [
    keepHistory(t),
    seeTasks,
    readTags(t),
    onTasks(t, 'dms:StopReplicationTask', 'dms:DeleteReplicationTask'),
    answerTokens,
  ],
  'publish-snapshot': (t) => [
    keepHistory(t),
    readPlan(t),
    ...readStaging(t),
    ...writeLake(t),
    // Snapshots that are not kept any more.
    { actions: ['s3:DeleteObject'], resources: [`${t.lakeBucketArn}/*`] },
    useBucketKeys(t),
    keepCatalogue(t),
  ],
  'close-run': (t) => [keepHistory(t)],
  'load-csv': (t) => [
    keepHistory(t, 'BatchWriteItem'),
    readPlan(t),
    ...readSecrets(t, t.targetSecretArns),
    ...enterNetwork,
    { actions: ['s3:GetObject', 's3:GetObjectVersion'], resources: [`${t.inboxArn}/*`] },
    // S3 says of a key that is gone that it is not there, instead of that it is forbidden.
    { actions: ['s3:ListBucket'], resources: [t.inboxArn] },
    { actions: ['s3:PutObject'], resources: [`${t.inboxArn}/rejected/*`] },
    {
      actions: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
      resources: [t.loadQueueArn],
    },
  ],
  'copy-to-lake': (t) => [
    { actions: ['dynamodb:UpdateItem'], resources: [t.historyTableArn] },
    readPlan(t),
    { actions: ['ssm:GetParameter'], resources: [t.jobParametersArn] },
    ...readStaging(t),
    ...writeLake(t),
    useBucketKeys(t),
    {
      actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      resources: [t.copierQueueArn],
    },
    { actions: ['sqs:GetQueueUrl', 'sqs:SendMessage'], resources: [t.copierDeadLettersArn] },
  ],
} as const satisfies Readonly<Record<string, GrantRow>>;

/** The functions of Lakeferry: a folder under `functions/`, a row here. */
export type FunctionName = keyof typeof grants;

export function isFunctionName(name: string): name is FunctionName {
  return Object.hasOwn(grants, name);
}

/** Functions that are no step of a run: events or queues wake them, not the state machine. */
export const wokenByEvents: ReadonlySet<FunctionName> = new Set<FunctionName>(['copy-to-lake', 'load-csv']);

export const functionNames: readonly FunctionName[] = Object.keys(grants).filter(isFunctionName);

export function grantStatements(name: FunctionName, targets: GrantTargets): PolicyStatement[] {
  const row: GrantRow = grants[name];
  return row(targets).map(
    ({ actions, resources, conditions }) =>
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: [...actions],
        resources: [...resources],
        ...(conditions === undefined ? {} : { conditions }),
      }),
  );
}
