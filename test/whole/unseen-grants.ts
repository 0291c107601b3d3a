import type { FunctionName } from '../../infra/grants/grants';

const tagged = 'objects that bear tags';
const multipart = 'objects of more than 5 GiB';
const leftOver = 'a task that an earlier run left over';
const ownKey = 'a secret that has a key of its own, by which Secrets Manager decrypts in the role’s name';
/** What Lambda itself does to place a function in a VPC. */
const placing = Object.fromEntries(
  [
    'AssignPrivateIpAddresses',
    'CreateNetworkInterface',
    'DeleteNetworkInterface',
    'DescribeNetworkInterfaces',
    'DescribeSubnets',
    'UnassignPrivateIpAddresses',
  ].map((action) => [`ec2:${action}`, 'Lambda places the function in the VPC by its role']),
);
const notThere = 'so that S3 says of a key that it is not there';

/** What these runs have no need of, and what does. The history is one port with one grant, whichever of it a function uses. */
export const unseen: Readonly<Partial<Record<FunctionName, Readonly<Record<string, string>>>>> = {
  'open-run': {
    's3:ListBucket': 'a retry, which takes over files in staging: executed in repair.test.ts',
    'states:DescribeExecution': 'a lease that a broken run holds',
  },
  'check-source': { ...placing, 'kms:Decrypt': ownKey },
  'create-task': {
    'dms:DeleteReplicationTask': leftOver,
    'dms:MoveReplicationTask': 'another replication instance',
    'dms:StopReplicationTask': leftOver,
  },
  'poll-tasks': {
    'dms:TestConnection': 'a test that DMS requires again',
    'dms:DeleteReplicationTask': 'a run that was aborted',
    'dms:ListTagsForResource': 'a run that was aborted',
    'dms:StopReplicationTask': 'a run that was aborted, a job that is not enabled',
    'kms:Decrypt': 'SNS encrypts an alert by the key of the topic, in the role’s name',
    'kms:GenerateDataKey': 'SNS encrypts an alert by the key of the topic, in the role’s name',
    'states:DescribeExecution': 'a run that has not been heard of',
    'states:SendTaskFailure': 'a task that is gone',
    'states:SendTaskHeartbeat': 'a load of more than some minutes',
    'states:StartExecution': 'a changed job that follows changes',
    'states:StopExecution': 'a run that a person cancels: executed in repair.test.ts',
  },
  'judge-run': {
    'dms:DescribeReplicationTasks': 'a run that does not succeed, or whose task no poll has just seen',
    'dms:ListTagsForResource': 'a task that the run has no note of',
  },
  'delete-task': {
    'dms:DescribeReplicationTasks': 'a task that no poll has seen down',
    'dms:ListTagsForResource': 'a task that the run has no note of',
    'dms:StopReplicationTask': 'a task that still runs',
    'states:SendTaskSuccess': 'no task to delete',
  },
  'publish-snapshot': {
    'glue:DeleteTable': 'a table that the job no longer has',
    'glue:UpdateTable': 'the next snapshot',
    's3:AbortMultipartUpload': multipart,
    's3:ListBucketMultipartUploads': multipart,
    's3:GetObjectTagging': tagged,
    's3:PutObjectTagging': tagged,
  },
  'prepare-removal': Object.fromEntries(
    [
      'cloudformation:DescribeStacks',
      'dms:DescribeReplicationTasks',
      'dms:ListTagsForResource',
      'lambda:InvokeFunction',
      's3:AbortMultipartUpload',
      's3:DeleteObject',
      's3:DeleteObjectVersion',
      's3:GetObject',
      's3:ListBucket',
      's3:ListBucketMultipartUploads',
      's3:ListBucketVersions',
    ].map((action) => [action, 'the removal of the environment: executed in repair.test.ts']),
  ),
  'report-leftovers': {
    'dms:ListTagsForResource': 'a task that is older than a day',
    'kms:Decrypt': 'SNS encrypts an alert by the key of the topic, in the role’s name',
    'kms:GenerateDataKey': 'SNS encrypts an alert by the key of the topic, in the role’s name',
    'sns:Publish': 'leftovers',
    'states:DescribeExecution': 'an item of a run that is older than a day',
  },
  'load-csv': {
    ...placing,
    'kms:Decrypt': ownKey,
    's3:GetObjectVersion': 'the local S3 has no versions',
    's3:ListBucket': notThere,
  },
  'copy-to-lake': {
    's3:AbortMultipartUpload': multipart,
    's3:ListBucketMultipartUploads': multipart,
    's3:GetObjectTagging': tagged,
    's3:PutObjectTagging': tagged,
    's3:ListBucket': notThere,
    'sqs:GetQueueUrl': 'a message that will never be copied',
    'sqs:SendMessage': 'a message that will never be copied',
  },
};

/** The same of the roles that services act in. DMS's guide asks for more than the local DMS uses (CHAP_Target.S3.html, security_iam_secretsmanager.html). */
export const unseenOfServices: Readonly<Record<string, string>> = {
  'kms:Decrypt': ownKey,
  's3:DeleteObject': 'a table that is loaded again',
  's3:GetBucketLocation': 'DMS’s own tests of a target',
  's3:PutObjectTagging': 'objects that DMS tags',
  'secretsmanager:DescribeSecret': 'DMS looks whether the secret is there',
  'sqs:SendMessage': 'a firing that could not be delivered',
};

/** Role of an endpoint that no job of these runs uses: only loads write into the database, and read the secret by their own role. */
export const ofUnusedEndpoint = /TargetbackofficeSecretReader/;

/** Parts of statements that these runs have no need of, although they use the action elsewhere, and what does need them. */
export const spareParts: readonly {
  readonly role: RegExp;
  readonly text: RegExp;
  readonly because: string;
}[] = [
  {
    role: ofUnusedEndpoint,
    text: /secret/,
    because:
      'the first job that writes into the database: infra/constructs/platform/secret-reader.ts makes all of these roles',
  },
  {
    role: /(CreateTask|DeleteTask|PollTasks)Role/,
    text: /^dms:(DeleteReplicationTask|DescribeTableStatistics|ModifyReplicationTask|StartReplicationTask)$/,
    because:
      'new tasks have one statement, those of earlier versions another, and these runs use the action on one kind: test/infra/grants has both',
  },
  {
    role: /CopyToLake/,
    text: /^s3:GetObject$/,
    because: 'the comparison with an object that is there already: a file whose event comes twice',
  },
  {
    role: /ReportLeftovers/,
    text: /^s3:GetObject$/,
    because: 'the progress of a snapshot that a broken run left behind',
  },
];
