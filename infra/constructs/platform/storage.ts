import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  CfnBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { EnvironmentPlan } from '../../../core/planning/plan';

/** The staging bucket, where DMS writes, and the lake bucket, where readers read. CloudFormation names both. */
export class Storage extends Construct {
  readonly staging: Bucket;
  readonly lake: Bucket;

  constructor(scope: Construct, id: string, environment: EnvironmentPlan) {
    super(scope, id);
    const house: BucketProps = {
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy: environment.onDelete === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    };
    this.staging = new Bucket(this, 'Staging', {
      ...house,
      // Versioning makes DMS's writes time out (S9); what is staged can be loaded again.
      versioned: false,
      lifecycleRules: [
        {
          id: 'expire-staged-files',
          expiration: Duration.days(environment.stagingRetentionDays),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    });
    const { defaultChild } = this.staging.node;
    // Not Bucket's own eventBridgeEnabled: that is a custom resource with a function of its own.
    if (defaultChild instanceof CfnBucket)
      defaultChild.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
    this.lake = new Bucket(this, 'Lake', {
      ...house,
      versioned: true,
      lifecycleRules: [
        { id: 'drop-broken-uploads', abortIncompleteMultipartUploadAfter: Duration.days(1) },
        {
          // What snapshots that are not kept any more leave behind; what stands is never touched.
          id: 'forget-old-versions',
          noncurrentVersionExpiration: Duration.days(environment.lakeOldVersionsDays),
          expiredObjectDeleteMarker: true,
        },
      ],
    });
  }
}
