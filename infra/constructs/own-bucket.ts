import { CfnDeletionPolicy, RemovalPolicy } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  type Bucket,
  BucketEncryption,
  type BucketProps,
  CfnBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { EnvironmentPlan } from '../../core/planning/plan';

/** Settings of every bucket that Lakeferry makes. */
export function ownBucket({ onDelete }: Pick<EnvironmentPlan, 'onDelete'>): BucketProps {
  return {
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    removalPolicy: onDelete === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  };
}

/** Has a bucket report its files to EventBridge. CDK's `eventBridgeEnabled` would add a custom resource with a function. */
export function reportToEventBridge(bucket: Bucket): void {
  resourceOf(bucket).notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
}

/**
 * Deletes a bucket with its stack, which empties it first, whatever `on-delete` says
 * (docs/adr/0039-emptying-staging-at-removal.md). One that an update replaces is not checked, so it stays.
 */
export function deleteWithEnvironment(bucket: Bucket): void {
  const { cfnOptions } = resourceOf(bucket);
  cfnOptions.deletionPolicy = CfnDeletionPolicy.DELETE;
  cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
}

function resourceOf({ node: { defaultChild, path } }: Bucket): CfnBucket {
  if (defaultChild instanceof CfnBucket) return defaultChild;
  throw new Error(`${path} has no resource`);
}
