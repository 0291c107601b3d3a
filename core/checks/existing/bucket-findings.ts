import type { EnvironmentPlan, ExistingBucketPlan } from '../../planning/plan';
import type { CheckFinding } from '../report/check-report';
import { awsFix, configFix, finding } from '../report/finding';
import { existingBucket, existingTopic } from './definitions';
import type { DescribedBucket, DescribedTopic } from './described';

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

/** Lakeferry’s functions write with the default encryption of the bucket. */
const lakeOnly: Further = ({ name, kmsKeyArn }, { keyArn }) => {
  if (keyArn === undefined || keyArn === (kmsKeyArn ?? '')) return [];
  return [
    finding(
      existingBucket,
      `the bucket ${name} is encrypted with ${keyArn === '' ? 'keys of S3' : keyArn}, and kms-key in the file is ${kmsKeyArn ?? 'absent'}`,
      {
        fix:
          keyArn === ''
            ? awsFix(`ServerSideEncryptionConfiguration: aws:kms with KMSMasterKeyID ${kmsKeyArn}`)
            : configFix(`kms-key: "${keyArn}"`),
      },
    ),
  ];
};

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
