import { defaultDelimiter, defaultNullValue } from '../config/schema/defaults';
import type { FormatObject } from '../config/schema/format-schema';
import type { Job } from '../config/schema/job-schema';
import type { JsonObject } from '../json';
import type { Mode } from '../model/mode';

/**
 * DMS S3Settings of a job's target endpoint, without bucket, folder and role. What is absent is not set: an empty
 * TimestampColumnName, for one, is not the same as none.
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
    // A folder that holds loads and changes needs one layout: changes always carry their operation.
    IncludeOpForFullLoad: wanted['operation-column'] ?? changes,
    ...(timestampColumn === undefined ? {} : { TimestampColumnName: timestampColumn }),
    // A loaded row bears the task's start, so that a change that DMS caught while it loaded is the later of the two.
    ...(mode === 'full-load-and-cdc' && timestampColumn !== undefined
      ? { UseTaskStartTimeForFullLoadTimestamp: true }
      : {}),
    ...(wanted['batch-interval'] === undefined
      ? {}
      : { CdcMaxBatchInterval: intervalSeconds(wanted['batch-interval']) }),
  };
}

function csvSettings(format: FormatObject): JsonObject {
  return {
    CsvDelimiter: format.delimiter ?? defaultDelimiter,
    // The two characters, as in AWS's examples: DMS reads the escape itself.
    CsvRowDelimiter: '\\n',
    CsvNullValue: format['null-value'] ?? defaultNullValue,
    Rfc4180: true,
    // The guide does not promise a column order with operation and timestamp columns: files say it themselves.
    AddColumnName: format.header ?? true,
  };
}

const parquetSettings: JsonObject = {
  // Athena and Glue read DMS's microseconds as garbled dates.
  ParquetTimestampInMillisecond: true,
};

/** `10s`, `2m` in seconds. */
function intervalSeconds(text: string): number {
  return Number(text.slice(0, -1)) * (text.endsWith('m') ? 60 : 1);
}
