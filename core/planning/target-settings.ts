import { defaultDelimiter, defaultNullValue } from '../config/schema/defaults';
import type { FormatObject } from '../config/schema/format-schema';
import type { Job } from '../config/schema/job-schema';
import type { JsonObject } from '../json';
import type { Mode } from '../model/mode';
import type { ExistingBucketPlan } from './plan';

/**
 * DMS S3Settings of a job's target endpoint, without bucket, folder and role. Absent settings must stay absent: an empty
 * TimestampColumnName, for example, is not the same as none.
 * Source: DMS guide, CHAP_Target.S3.
 */
export function targetSettings(mode: Mode, format: Job['format']): JsonObject {
  const wanted: FormatObject = typeof format === 'object' ? format : { type: format ?? 'parquet' };
  const changes = mode !== 'full-load';
  const timestampColumn = wanted['timestamp-column'] ?? (changes ? 'dms_commit_timestamp' : undefined);
  return {
    DataFormat: wanted.type,
    CompressionType: wanted.compression ?? 'none',
    ...(wanted.type === 'csv' ? csvSettings(wanted) : parquetSettings),
    // A folder with loads and changes needs one set of columns, and changes always have their operation.
    IncludeOpForFullLoad: wanted['operation-column'] ?? changes,
    ...(timestampColumn === undefined ? {} : { TimestampColumnName: timestampColumn }),
    // A loaded row has the start of the task as its time, so that a change which DMS cached during the load is newer.
    ...(mode === 'full-load-and-cdc' && timestampColumn !== undefined
      ? { UseTaskStartTimeForFullLoadTimestamp: true }
      : {}),
    ...(wanted['batch-interval'] === undefined
      ? {}
      : { CdcMaxBatchInterval: intervalSeconds(wanted['batch-interval']) }),
  };
}

/**
 * DMS's defaults of the settings that a plan may or may not contain
 * (https://docs.aws.amazon.com/dms/latest/APIReference/API_S3Settings.html). TimestampColumnName has no value that means none.
 */
export const s3Defaults = {
  AddColumnName: false,
  CdcMaxBatchInterval: 60,
  CompressionType: 'none',
  CsvDelimiter: ',',
  CsvNullValue: 'NULL',
  // Two characters, as in AWS's examples.
  CsvRowDelimiter: '\\n',
  DataFormat: 'csv',
  DatePartitionDelimiter: 'SLASH',
  DatePartitionEnabled: false,
  DatePartitionSequence: 'YYYYMMDD',
  IncludeOpForFullLoad: false,
  ParquetTimestampInMillisecond: false,
  Rfc4180: true,
  UseTaskStartTimeForFullLoadTimestamp: false,
} as const satisfies JsonObject;

/** With date folders, the zone that DMS uses when it is given none. */
export const zoneOfFolders = { DatePartitionTimezone: 'Etc/UTC' } as const satisfies JsonObject;

/**
 * Encryption of files in a bucket that others own. In Lakeferry's own, S3 encrypts them by default.
 * Source: DMS API, S3Settings.
 */
export function encryptionSettings(bucket: ExistingBucketPlan | undefined): JsonObject {
  if (bucket === undefined) return {};
  return bucket.kmsKeyArn === undefined
    ? { EncryptionMode: 'sse-s3' }
    : { EncryptionMode: 'sse-kms', ServerSideEncryptionKmsKeyId: bucket.kmsKeyArn };
}

function csvSettings(format: FormatObject): JsonObject {
  return {
    CsvDelimiter: format.delimiter ?? defaultDelimiter,
    // Two characters, as in AWS's examples: DMS reads the escape itself.
    CsvRowDelimiter: '\\n',
    CsvNullValue: format['null-value'] ?? defaultNullValue,
    Rfc4180: true,
    // The guide does not document the column order with operation and timestamp columns, so files have a header.
    AddColumnName: format.header ?? true,
  };
}

const parquetSettings: JsonObject = {
  // Athena and Glue read microseconds as wrong dates (docs/pitfalls.md#timestamp-columns).
  ParquetTimestampInMillisecond: true,
};

/** `10s`, `2m` in seconds. */
function intervalSeconds(text: string): number {
  return Number(text.slice(0, -1)) * (text.endsWith('m') ? 60 : 1);
}
