import { z } from 'zod';

/** Sources: S3 user guide, bucketnamingrules; KMS, IAM and SNS in the service authorization reference. */
const ExistingBucket = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, { error: 'is not the name of a bucket such as acme-lake' })
      .refine((text) => !/\.\.|^\d+(\.\d+){3}$/.test(text), {
        error:
          'is not the name of a bucket: S3 has none with two dots in a row, or in the form of an IP address',
      })
      .describe('Name of the bucket, in the region of the environment.'),
    'kms-key': z
      .string()
      .regex(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/, {
        error:
          'is not the ARN of a key such as arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
      })
      .describe(
        'KMS key that encrypts its objects. Default: none, so that S3 encrypts them with keys of its own.',
      )
      .optional(),
  })
  .describe('A bucket that others own.');

const ExistingRole = z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, {
  error: 'is not the ARN of a role such as arn:aws:iam::123456789012:role/dms-writes-staging',
});

/** Resources besides the instance, the endpoints and the network. Each is optional. */
export const Existing = z
  .strictObject({
    'staging-bucket': ExistingBucket.describe('Bucket that DMS writes and only Lakeferry reads.').optional(),
    'lake-bucket': ExistingBucket.describe('Bucket that readers of the lake use.').optional(),
    'alerts-topic': z
      .string()
      .regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]+$/, {
        error: 'is not the ARN of a topic such as arn:aws:sns:eu-west-1:123456789012:data-alerts',
      })
      .describe('SNS topic that gets alerts and alarms.')
      .optional(),
    'staging-role': ExistingRole.describe('Role by which DMS writes into the staging bucket.').optional(),
    'secrets-role': ExistingRole.describe('Role by which DMS reads the secrets of connections.').optional(),
  })
  .describe('Resources that exist. Lakeferry uses them, and changes nothing of them.');
