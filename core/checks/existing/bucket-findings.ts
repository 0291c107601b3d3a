import type { EnvironmentPlan, ExistingBucketPlan } from '../../planning/plan';
import type { CheckFinding } from '../report/check-report';
import { awsFix, configFix, finding } from '../report/finding';
import { existingBucket, existingTopic } from './definitions';
import type { BucketPart, DescribedBucket, DescribedTopic } from './described';

/** Existing buckets and topic of an environment, as AWS describes them. Absent: it has no such one. */
export interface DescribedShared {
  readonly staging?: DescribedBucket | undefined;
  readonly lake?: DescribedBucket | undefined;
  readonly topic?: DescribedTopic | undefined;
}

/** Problems of the existing buckets and the topic of an environment. */
export function sharedFindings(
  { existing = {}, region }: Pick<EnvironmentPlan, 'existing' | 'region'>,
  { staging, lake, topic }: DescribedShared,
): readonly CheckFinding[] {
  const { stagingBucket, lakeBucket, alertsTopicArn } = existing;
  return [
    ...(stagingBucket === undefined ? [] : bucketFindings(stagingBucket, staging, region, stagingOnly)),
    ...(lakeBucket === undefined ? [] : bucketFindings(lakeBucket, lake, region, lakeOnly)),
    ...(alertsTopicArn === undefined ? [] : topicFindings(alertsTopicArn, topic)),
  ];
}

/** Parts of the buckets that matter. */
export const stagingParts = ['tellsEventBridge', 'isVersioned'] as const satisfies readonly BucketPart[];
export const lakeParts = ['keyArn'] as const satisfies readonly BucketPart[];

/** Reasons why parts that matter could not be read. */
export function unreadParts({ staging, lake }: DescribedShared): readonly string[] {
  return [
    ...stagingParts.map((part) => staging?.unread?.[part]),
    ...lakeParts.map((part) => lake?.unread?.[part]),
  ].filter((reason) => reason !== undefined);
}

type Further = (written: ExistingBucketPlan, has: DescribedBucket) => readonly CheckFinding[];

function bucketFindings(
  written: ExistingBucketPlan,
  has: DescribedBucket | undefined,
  region: string,
  further: Further,
): readonly CheckFinding[] {
  const { name } = written;
  const other = configFix(`name: <a bucket in ${region}>`);
  if (has === undefined) return [finding(existingBucket, `S3 knows no bucket ${name}`, { fix: other })];
  if (has.region !== undefined && has.region !== region)
    return [finding(existingBucket, `the bucket ${name} is in ${has.region}`, { fix: other })];
  return further(written, has);
}

const stagingOnly: Further = ({ name }, { tellsEventBridge, isVersioned }) => [
  ...(tellsEventBridge === false
    ? [
        finding(existingBucket, `the bucket ${name} sends no events to EventBridge`, {
          fix: awsFix('NotificationConfiguration.EventBridgeConfiguration: {}'),
        }),
      ]
    : []),
  // docs/pitfalls.md#versioning-on-the-dms-bucket
  ...(isVersioned === true
    ? [
        finding(existingBucket, `the bucket ${name} is versioned, which makes DMS’s writes time out`, {
          severity: 'warning',
          fix: awsFix('VersioningConfiguration.Status: Suspended'),
        }),
      ]
    : []),
];

/** Lakeferry’s functions write with the default encryption of the bucket. S3 shows the key as its owner wrote it. */
const lakeOnly: Further = ({ name, kmsKeyArn }, { keyArn }) => {
  if (keyArn === undefined || isSameKey(keyArn, kmsKeyArn)) return [];
  const text = `the bucket ${name} is encrypted with ${keyArn === '' ? 'keys of S3' : keyArn}, and kms-key in the file is ${kmsKeyArn ?? 'absent'}`;
  if (keyArn === '' || keyArn === keyOfS3)
    return [
      finding(existingBucket, text, {
        fix: awsFix(`ServerSideEncryptionConfiguration: aws:kms with KMSMasterKeyID ${kmsKeyArn}`),
      }),
    ];
  const arn = keyArn.startsWith('arn:') && keyArn.includes(':key/');
  const fix = configFix(
    `kms-key: ${arn ? `"${keyArn}"` : `<Arn that aws kms describe-key --key-id ${keyArn} shows>`}`,
  );
  // An alias can be that of the key in the file.
  const isUnknown = kmsKeyArn !== undefined && keyArn.includes('alias/');
  return [finding(existingBucket, text, { fix, ...(isUnknown ? { severity: 'warning' } : {}) })];
};

/** Key of AWS for S3, which everybody in the account may use through S3. */
const keyOfS3 = 'alias/aws/s3';

function isSameKey(has: string, written: string | undefined): boolean {
  if (written === undefined) return has === '' || has === keyOfS3;
  return has === written || written.endsWith(`:key/${has}`);
}

function topicFindings(arn: string, has: DescribedTopic | undefined): readonly CheckFinding[] {
  if (has === undefined)
    return [
      finding(existingTopic, `SNS knows no topic ${arn}`, {
        fix: configFix('alerts-topic: <ARN that aws sns list-topics shows>'),
      }),
    ];
  return has.policy.includes('cloudwatch.amazonaws.com')
    ? []
    : [
        finding(existingTopic, `the policy of ${arn} does not name cloudwatch.amazonaws.com`, {
          severity: 'warning',
          fix: awsFix('Policy: Allow sns:Publish to {"Service": "cloudwatch.amazonaws.com"}'),
        }),
      ];
}
