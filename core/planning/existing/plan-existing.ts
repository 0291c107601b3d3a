import type { Environment } from '../../config/schema/environment-schema';
import type { ExistingBucketPlan, ExistingPlan } from '../plan';

type Written = NonNullable<Environment['existing']>;

/** Resources that others own. */
export function planExisting(written: Written | undefined): { readonly existing?: ExistingPlan } {
  if (written === undefined || Object.keys(written).length === 0) return {};
  const {
    'staging-bucket': staging,
    'lake-bucket': lake,
    'alerts-topic': alertsTopicArn,
    'staging-role': stagingRoleArn,
    'secrets-role': secretsRoleArn,
  } = written;
  return {
    existing: {
      ...(staging === undefined ? {} : { stagingBucket: bucketOf(staging) }),
      ...(lake === undefined ? {} : { lakeBucket: bucketOf(lake) }),
      ...(alertsTopicArn === undefined ? {} : { alertsTopicArn }),
      ...(stagingRoleArn === undefined ? {} : { stagingRoleArn }),
      ...(secretsRoleArn === undefined ? {} : { secretsRoleArn }),
    },
  };
}

function bucketOf({ name, 'kms-key': kmsKeyArn }: NonNullable<Written['lake-bucket']>): ExistingBucketPlan {
  return { name, ...(kmsKeyArn === undefined ? {} : { kmsKeyArn }) };
}
