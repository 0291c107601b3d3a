import { Duration } from 'aws-cdk-lib';
import { Bucket, type BucketProps } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { EnvironmentPlan } from '../../../core/planning/plan';
import { deleteWithEnvironment, ownBucket, reportToEventBridge } from '../own-bucket';

type StorageBucket = Pick<Bucket, 'bucketName' | 'bucketArn'>;

/**
 * Staging bucket, which DMS writes, and lake bucket, which users read. CloudFormation generates
 * both names. Of a bucket that others own, nothing is in the stack.
 */
export class Storage extends Construct {
  readonly staging: StorageBucket;
  readonly lake: StorageBucket;
  /** Name of the staging bucket, if it is in the stack. */
  readonly ownStagingName: string | undefined;

  constructor(scope: Construct, id: string, environment: EnvironmentPlan) {
    super(scope, id);
    const defaults = ownBucket(environment);
    const { stagingBucket, lakeBucket } = environment.existing ?? {};
    this.staging =
      stagingBucket === undefined
        ? ownStaging(this, defaults, environment)
        : Bucket.fromBucketName(this, 'Staging', stagingBucket.name);
    this.ownStagingName = stagingBucket === undefined ? this.staging.bucketName : undefined;
    this.lake =
      lakeBucket === undefined
        ? ownLake(this, defaults, environment)
        : Bucket.fromBucketName(this, 'Lake', lakeBucket.name);
  }
}

function ownStaging(
  scope: Construct,
  defaults: BucketProps,
  { stagingRetentionDays }: Pick<EnvironmentPlan, 'stagingRetentionDays'>,
): StorageBucket {
  const staging = new Bucket(scope, 'Staging', {
    ...defaults,
    // Versioning makes DMS's writes time out: see docs/pitfalls.md#versioning-on-the-dms-bucket.
    // Staged data can be loaded again.
    versioned: false,
    lifecycleRules: [
      {
        id: 'expire-staged-files',
        expiration: Duration.days(stagingRetentionDays),
        abortIncompleteMultipartUploadAfter: Duration.days(1),
      },
    ],
  });
  reportToEventBridge(staging);
  deleteWithEnvironment(staging);
  return staging;
}

function ownLake(
  scope: Construct,
  defaults: BucketProps,
  { lakeOldVersionsDays }: Pick<EnvironmentPlan, 'lakeOldVersionsDays'>,
): StorageBucket {
  return new Bucket(scope, 'Lake', {
    ...defaults,
    versioned: true,
    lifecycleRules: [
      { id: 'drop-broken-uploads', abortIncompleteMultipartUploadAfter: Duration.days(1) },
      {
        // Removes what deleted snapshots leave behind; current versions never expire.
        id: 'forget-old-versions',
        noncurrentVersionExpiration: Duration.days(lakeOldVersionsDays),
        expiredObjectDeleteMarker: true,
      },
    ],
  });
}
