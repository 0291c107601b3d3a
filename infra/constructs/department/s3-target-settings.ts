import type { CfnEndpoint } from 'aws-cdk-lib/aws-dms';
import { z } from 'zod';
import type { JobPlan } from '../../../core/planning/job-plan';
import { s3Defaults, zoneOfFolders } from '../../../core/planning/target-settings';

const flag = z.boolean();
const text = z.string().min(1, 'is empty: remove the setting instead');
const whole = z.int().nonnegative();

/**
 * S3Settings of DMS's API that a job's plan may contain; CloudFormation has each under the same
 * name (https://docs.aws.amazon.com/dms/latest/APIReference/API_S3Settings.html). The deployment
 * sets the bucket, the folder and the role. Settings of S3 sources are left out.
 */
const PlannedSettings = z.strictObject({
  AddColumnName: flag.optional(),
  AddTrailingPaddingCharacter: flag.optional(),
  CannedAclForObjects: text.optional(),
  CdcInsertsAndUpdates: flag.optional(),
  CdcInsertsOnly: flag.optional(),
  CdcMaxBatchInterval: whole.optional(),
  CdcMinFileSize: whole.optional(),
  CdcPath: text.optional(),
  CompressionType: text.optional(),
  CsvDelimiter: text.optional(),
  CsvNoSupValue: z.string().optional(),
  CsvNullValue: z.string().optional(),
  CsvRowDelimiter: text.optional(),
  DataFormat: text.optional(),
  DataPageSize: whole.optional(),
  DatePartitionDelimiter: text.optional(),
  DatePartitionEnabled: flag.optional(),
  DatePartitionSequence: text.optional(),
  DatePartitionTimezone: text.optional(),
  DictPageSizeLimit: whole.optional(),
  EnableStatistics: flag.optional(),
  EncodingType: text.optional(),
  EncryptionMode: text.optional(),
  ExpectedBucketOwner: text.optional(),
  GlueCatalogGeneration: flag.optional(),
  IncludeOpForFullLoad: flag.optional(),
  MaxFileSize: whole.optional(),
  ParquetTimestampInMillisecond: flag.optional(),
  ParquetVersion: text.optional(),
  PreserveTransactions: flag.optional(),
  Rfc4180: flag.optional(),
  RowGroupLength: whole.optional(),
  ServerSideEncryptionKmsKeyId: text.optional(),
  TimestampColumnName: text.optional(),
  UseCsvNoSupValue: flag.optional(),
  UseTaskStartTimeForFullLoadTimestamp: flag.optional(),
});

/** Encryption where no other is set. S3 uses it anyway, but an endpoint that had a key would keep that. */
const encryptionOfS3 = { EncryptionMode: 'sse-s3' };

/**
 * Converts the API's keys to CDK's, with DMS's default of each setting that a plan may lack: DMS keeps what
 * an update leaves out, and CloudFormation cannot send ExactSettings. Throws an error that names each
 * setting that CloudFormation does not have.
 */
export function s3TargetSettings(job: JobPlan): CfnEndpoint.S3SettingsProperty {
  const read = PlannedSettings.safeParse(job.targetSettings);
  if (!read.success)
    throw new Error(
      `job ${job.identity.key} has target settings that cannot be deployed: ${read.error.issues
        .map(({ path, message }) => [path.join('.'), message].filter((part) => part !== '').join(': '))
        .join('; ')}`,
    );
  const zone = read.data.DatePartitionEnabled === true ? zoneOfFolders : {};
  return Object.fromEntries(
    Object.entries({ ...s3Defaults, ...encryptionOfS3, ...zone, ...read.data }).map(([key, value]) => [
      key.charAt(0).toLowerCase() + key.slice(1),
      value,
    ]),
  );
}
