import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** ARNs and names that the grants are about; patterns where a run makes the thing itself. */
export interface GrantTargets {
  readonly environment: string;
  readonly historyTableArn: string;
  /** Objects of the departments' plans in the CDK assets bucket. */
  readonly planObjectsArn: string;
  readonly replicationInstanceArn: string;
  /** Every task and endpoint of the account; conditions on their tags narrow them to this environment. */
  readonly tasksArn: string;
  readonly endpointsArn: string;
  readonly executionsArn: string;
  readonly stateMachineArn: string;
  /** The topic of alerts. */
  readonly alertsTopicArn: string;
  /** Parameters of this environment's jobs. */
  readonly jobParametersArn: string;
  /** Secrets of the environment's sources, each with the six characters that Secrets Manager appends. */
  readonly sourceSecretArns: readonly string[];
  /** The keys that such secrets may be encrypted with. */
  readonly keysArn: string;
  readonly region: string;
  /** Bucket that files are dropped into, and the queue that tells of them. */
  readonly inboxArn: string;
  readonly loadQueueArn: string;
  /** Secrets of the environment's PostgreSQL targets, likewise. */
  readonly targetSecretArns: readonly string[];
  readonly alertsKeyArn: string;
  readonly stagingBucketArn: string;
  readonly lakeBucketArn: string;
  readonly copierQueueArn: string;
  readonly copierDeadLettersArn: string;
  /** Glue's catalogue, the departments' databases in it, and their tables. */
  readonly catalogueArn: string;
  readonly glueDatabasesArn: string;
  readonly glueTablesArn: string;
}

interface Grant {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
  /** Why the resource has to be `*`; anything else goes without. */
  readonly because?: string;
}

type GrantRow = (targets: GrantTargets) => readonly Grant[];

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

/** Its indexes are for people, who list runs by them; no function does. */
function keepHistory(t: GrantTargets, ...more: readonly 'BatchWriteItem'[]): Grant {
  return {
    actions: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', ...more].map(
      (action) => `dynamodb:${action}`,
    ),
    resources: [t.historyTableArn],
  };
}

function readPlan(t: GrantTargets): Grant {
  return { actions: ['s3:GetObject'], resources: [t.planObjectsArn] };
}

/** Glue asks for all three levels: https://docs.aws.amazon.com/glue/latest/dg/glue-specifying-resource-arns.html */
function keepCatalogue(t: GrantTargets): Grant {
  return {
    actions: ['GetTables', 'CreateTable', 'UpdateTable', 'DeleteTable'].map((action) => `glue:${action}`),
    resources: [t.catalogueArn, t.glueDatabasesArn, t.glueTablesArn],
  };
}

/** Of any task, without the condition: the tags tell whether a task of our identifier is ours at all (L5). */
function readTags(t: GrantTargets): Grant {
  return { actions: ['dms:ListTagsForResource'], resources: [t.tasksArn] };
}

/** Without s3:ListBucket S3 answers 403 for a key that is not there. */
function readStaging(t: GrantTargets): readonly Grant[] {
  return [
    { actions: ['s3:GetObject', 's3:GetObjectTagging'], resources: [`${t.stagingBucketArn}/*`] },
    { actions: ['s3:ListBucket'], resources: [t.stagingBucketArn] },
  ];
}

/** Writes, looks at what is there and ends broken uploads; deletes nothing. */
function writeLake(t: GrantTargets): readonly Grant[] {
  return [
    {
      actions: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject', 's3:PutObjectTagging'],
      resources: [`${t.lakeBucketArn}/*`],
    },
    { actions: ['s3:ListBucket', 's3:ListBucketMultipartUploads'], resources: [t.lakeBucketArn] },
  ];
}

/** Whichever keys the buckets' objects are encrypted with, but only by way of S3. */
function useBucketKeys(t: GrantTargets): Grant {
  return {
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: [t.keysArn],
    conditions: { StringEquals: { 'kms:ViaService': `s3.${t.region}.amazonaws.com` } },
  };
}

function lookAtExecutions(t: GrantTargets): Grant {
  return { actions: ['states:DescribeExecution'], resources: [t.executionsArn] };
}

const seeTasks: Grant = {
  actions: ['dms:DescribeReplicationTasks'],
  resources: ['*'],
  because: 'dms:DescribeReplicationTasks knows no resource types',
};

const answerTokens: Grant = {
  actions: ['states:SendTaskFailure', 'states:SendTaskHeartbeat', 'states:SendTaskSuccess'],
  resources: ['*'],
  because: 'the token is the permission: states:SendTask* know no resource types',
};

const readMetrics: Grant = {
  actions: ['cloudwatch:GetMetricData'],
  resources: ['*'],
  because: 'cloudwatch:GetMetricData knows no resource types',
};

/**
 * What Lambda does in the role's name to put a function into a VPC
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html).
 */
const enterNetwork: readonly Grant[] = [
  {
    actions: [
      'ec2:AssignPrivateIpAddresses',
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:UnassignPrivateIpAddresses',
    ],
    resources: ['*'],
    because: 'Lambda makes the interface itself, and the Describe actions know no resource types',
  },
];

function readSecrets(t: GrantTargets, secretArns: readonly string[]): readonly Grant[] {
  if (secretArns.length === 0) return [];
  return [
    { actions: ['secretsmanager:GetSecretValue'], resources: secretArns },
    {
      // Whichever key the secret's owner chose: only by way of Secrets Manager, and for these secrets only.
      actions: ['kms:Decrypt'],
      resources: [t.keysArn],
      conditions: {
        StringEquals: { 'kms:ViaService': `secretsmanager.${t.region}.amazonaws.com` },
        StringLike: { 'kms:EncryptionContext:SecretARN': secretArns },
      },
    },
  ];
}

function testConnections(t: GrantTargets): readonly Grant[] {
  return [
    {
      actions: ['dms:DescribeConnections'],
      resources: ['*'],
      because: 'dms:DescribeConnections knows no resource types',
    },
    {
      actions: ['dms:TestConnection'],
      resources: [t.endpointsArn, t.replicationInstanceArn],
      conditions: ours(t),
    },
  ];
}

/** A task may be made only with the environment's tag, by which it can be deleted. */
function createTasks(t: GrantTargets): Grant {
  return {
    actions: ['dms:CreateReplicationTask'],
    resources: [t.endpointsArn, t.replicationInstanceArn, t.tasksArn],
    conditions: { StringEquals: { 'aws:RequestTag/lakeferry:environment': t.environment } },
  };
}

/** CreateReplicationTask with tags asks for this as well. */
function tagNewTasks(t: GrantTargets): Grant {
  return {
    actions: ['dms:AddTagsToResource'],
    resources: [t.tasksArn],
    conditions: { StringEquals: { 'aws:RequestTag/lakeferry:environment': t.environment } },
  };
}

function onTasks(t: GrantTargets, ...actions: readonly string[]): Grant {
  return { actions, resources: [t.tasksArn], conditions: ours(t) };
}

function ours(t: GrantTargets) {
  return { StringEquals: { 'aws:ResourceTag/lakeferry:environment': t.environment } };
}
