import type { Grant, GrantTargets } from './grant';

/**
 * Glue requires all three levels:
 * https://docs.aws.amazon.com/glue/latest/dg/glue-specifying-resource-arns.html
 */
export function updateCatalogue(t: GrantTargets): Grant {
  return {
    actions: ['GetTables', 'CreateTable', 'UpdateTable', 'DeleteTable'].map((action) => `glue:${action}`),
    resources: [t.catalogueArn, t.glueDatabasesArn, t.glueTablesArn],
  };
}

/** Without s3:ListBucket, S3 responds 403 for a key that does not exist. */
export function readStaging(t: GrantTargets): readonly Grant[] {
  return [
    { actions: ['s3:GetObject', 's3:GetObjectTagging'], resources: [`${t.stagingBucketArn}/*`] },
    { actions: ['s3:ListBucket'], resources: [t.stagingBucketArn] },
    ...useKeys(t, t.stagingKeyArns, 'kms:Decrypt'),
  ];
}

/** Reads and writes objects and aborts incomplete uploads; deletes nothing. */
export function writeLake(t: GrantTargets): readonly Grant[] {
  return [
    {
      actions: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject', 's3:PutObjectTagging'],
      resources: [`${t.lakeBucketArn}/*`],
    },
    { actions: ['s3:ListBucket', 's3:ListBucketMultipartUploads'], resources: [t.lakeBucketArn] },
    ...useKeys(t, t.lakeKeyArns, 'kms:Decrypt', 'kms:GenerateDataKey'),
  ];
}

/** Manifests and the progress of publishes. */
export function readLake(t: GrantTargets): readonly Grant[] {
  return [
    { actions: ['s3:GetObject'], resources: [`${t.lakeBucketArn}/*`] },
    ...useKeys(t, t.lakeKeyArns, 'kms:Decrypt'),
  ];
}

/** Says if an object is in the lake. Without s3:ListBucket, S3 responds 403 for a key that does not exist. */
export function lookUpInLake(t: GrantTargets): readonly Grant[] {
  return [...readLake(t), { actions: ['s3:ListBucket'], resources: [t.lakeBucketArn] }];
}

/** Only buckets of the environment's own stack. A version of a bucket without versions may need either action. */
export function emptyBuckets({ ownBucketArns }: GrantTargets): readonly Grant[] {
  return [
    {
      actions: ['s3:ListBucketVersions', 's3:ListBucketMultipartUploads'],
      resources: ownBucketArns,
    },
    {
      actions: ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:DeleteObjectVersion'],
      resources: ownBucketArns.map((arn) => `${arn}/*`),
    },
  ];
}

/** Keys of buckets that others own, only through S3: their owners may encrypt more with them. */
function useKeys(
  { region }: GrantTargets,
  keyArns: readonly string[],
  ...actions: readonly string[]
): readonly Grant[] {
  if (keyArns.length === 0) return [];
  const conditions = { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } };
  return [{ actions, resources: keyArns, conditions }];
}
