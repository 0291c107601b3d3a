import { IANAZone } from 'luxon';
import { z } from 'zod';
import { unsupported } from '../../../unsupported';
import type { ChangeFileSettings, TargetSettings } from '../../load/target-settings';
import { invalidValue } from '../faults';
import { optional } from '../operation';

const flag = optional(z.boolean());
const text = optional(z.string());
const count = optional(z.number().int().positive());
/** Enum in the spelling of the API, which also accepts it in upper case. */
const words = <const T extends readonly [string, ...string[]]>(...allowed: T) =>
  optional(
    z.preprocess((value) => (typeof value === 'string' ? value.toLowerCase() : value), z.enum(allowed)),
  );

/** DMS's S3Settings. Those that affect only AWS's own storage are kept and echoed. */
export const S3Settings = z.strictObject({
  BucketName: z.string().min(1),
  BucketFolder: text,
  ServiceAccessRoleArn: text,
  DataFormat: words('csv', 'parquet'),
  CompressionType: words('none', 'gzip'),
  CsvDelimiter: text,
  CsvRowDelimiter: text,
  CsvNullValue: text,
  Rfc4180: flag,
  AddColumnName: flag,
  IncludeOpForFullLoad: flag,
  TimestampColumnName: text,
  UseTaskStartTimeForFullLoadTimestamp: flag,
  MaxFileSize: optional(z.number().int().min(1).max(1_048_576)),
  ParquetVersion: words('parquet-1-0', 'parquet-2-0'),
  ParquetTimestampInMillisecond: flag,
  EncodingType: words('plain', 'plain-dictionary', 'rle-dictionary'),
  DictPageSizeLimit: count,
  RowGroupLength: count,
  DataPageSize: count,
  EnableStatistics: flag,
  EncryptionMode: words('sse-s3', 'sse-kms'),
  ServerSideEncryptionKmsKeyId: text,
  ExpectedBucketOwner: text,
  CannedAclForObjects: text,
  CdcInsertsOnly: flag,
  CdcInsertsAndUpdates: flag,
  CdcMaxBatchInterval: count,
  CdcMinFileSize: count,
  CdcPath: text,
  PreserveTransactions: flag,
  DatePartitionEnabled: flag,
  DatePartitionSequence: words('yyyymmdd', 'yyyymmddhh', 'yyyymm', 'mmyyyydd', 'ddmmyyyy'),
  DatePartitionDelimiter: words('slash', 'underscore', 'dash', 'none'),
  DatePartitionTimezone: text,
  UseCsvNoSupValue: optional(
    z.literal(
      false,
      unsupported('UseCsvNoSupValue', {
        instead: 'leave it out, as there are no supplemental logs',
        page: 'dms',
      }),
    ),
  ),
  CsvNoSupValue: text,
  AddTrailingPaddingCharacter: optional(z.literal(false)),
  GlueCatalogGeneration: optional(z.literal(false)),
});
export type S3Settings = z.infer<typeof S3Settings>;

/**
 * Settings with DMS's defaults, in the form that a load uses. Throws for a format that the local load cannot
 * write.
 */
export function targetSettings(s3: S3Settings): TargetSettings {
  const csvDelimiter = readEscapes(s3.CsvDelimiter ?? ',');
  if (Buffer.byteLength(csvDelimiter) !== 1 || /["\r\n]/.test(csvDelimiter))
    throw invalidValue(
      unsupported(`S3Settings.CsvDelimiter ${JSON.stringify(csvDelimiter)}`, {
        instead: 'write one ASCII character that is neither a quote nor a line break',
        page: 'dms',
      }),
    );
  if (readEscapes(s3.CsvRowDelimiter ?? '\\n') !== '\n')
    throw invalidValue(
      unsupported(`S3Settings.CsvRowDelimiter ${JSON.stringify(s3.CsvRowDelimiter)}`, {
        instead: 'write "\\n"',
        page: 'dms',
      }),
    );
  return {
    bucket: s3.BucketName,
    folder: (s3.BucketFolder ?? '').replace(/^\/+|\/+$/g, ''),
    format: s3.DataFormat === 'parquet' ? 'parquet' : 'csv',
    gzip: s3.CompressionType === 'gzip',
    csvDelimiter,
    csvNullValue: s3.CsvNullValue ?? 'NULL',
    rfc4180: s3.Rfc4180 ?? true,
    addColumnName: s3.AddColumnName ?? false,
    includeOp: s3.IncludeOpForFullLoad ?? false,
    timestampColumn: s3.TimestampColumnName,
    stampTaskStart: s3.UseTaskStartTimeForFullLoadTimestamp ?? false,
    maxFileBytes: (s3.MaxFileSize ?? 1_048_576) * 1024,
    parquetMilliseconds: s3.ParquetTimestampInMillisecond ?? false,
    rowGroupLength: s3.RowGroupLength ?? 10_000,
    statistics: s3.EnableStatistics ?? true,
    plainEncoding: s3.EncodingType === 'plain',
    cdc: changeFileSettings(s3),
  };
}

const sequences = {
  yyyymmdd: 'YYYYMMDD',
  yyyymmddhh: 'YYYYMMDDHH',
  yyyymm: 'YYYYMM',
  mmyyyydd: 'MMYYYYDD',
  ddmmyyyy: 'DDMMYYYY',
} as const;
const delimiters = { slash: '/', underscore: '_', dash: '-', none: '' } as const;

function changeFileSettings(s3: S3Settings): ChangeFileSettings {
  const inserts = s3.CdcInsertsOnly ?? false;
  if (inserts && s3.CdcInsertsAndUpdates === true)
    throw invalidValue('S3Settings.CdcInsertsOnly and CdcInsertsAndUpdates cannot both be true');
  const timezone = s3.DatePartitionTimezone ?? 'UTC';
  if (!IANAZone.isValidZone(timezone))
    throw invalidValue(
      `S3Settings.DatePartitionTimezone ${JSON.stringify(timezone)} is not a time zone; write it as Area/City, such as Europe/Vienna`,
    );
  const partitioned = s3.DatePartitionEnabled ?? false;
  return {
    ops: inserts ? 'inserts' : s3.CdcInsertsAndUpdates === true ? 'inserts-and-updates' : 'all',
    // User guide, "Indicating source DB operations in migrated S3 data": inserts alone need no column for the
    // operation.
    opColumn: !inserts || (s3.IncludeOpForFullLoad ?? false),
    batchMilliseconds: (s3.CdcMaxBatchInterval ?? 60) * 1000,
    minFileBytes: (s3.CdcMinFileSize ?? 32_000) * 1024,
    partition: partitioned
      ? {
          sequence: sequences[s3.DatePartitionSequence ?? 'yyyymmdd'],
          delimiter: delimiters[s3.DatePartitionDelimiter ?? 'slash'],
        }
      : undefined,
    timezone,
    transactionsFolder: transactionsFolder(s3),
  };
}

function transactionsFolder(s3: S3Settings): string | undefined {
  if (s3.PreserveTransactions !== true) return undefined;
  const path = (s3.CdcPath ?? '').replace(/^\/+|\/+$/g, '');
  if (path === '') throw invalidValue('S3Settings.PreserveTransactions requires CdcPath');
  if (s3.DataFormat === 'parquet')
    throw invalidValue('S3Settings.PreserveTransactions requires DataFormat csv');
  for (const [other, value] of Object.entries({
    DatePartitionEnabled: s3.DatePartitionEnabled,
    AddColumnName: s3.AddColumnName,
  }))
    if (value === true)
      throw invalidValue(`S3Settings.PreserveTransactions cannot be combined with ${other}`);
  const folder = (s3.BucketFolder ?? '').replace(/^\/+|\/+$/g, '');
  return `${folder === '' ? '' : `${folder}/`}${path}/`;
}

/**
 * Settings as Describe echoes them, the compression in upper case
 * (https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/2566).
 */
export function echoS3Settings(s3: S3Settings): Readonly<Record<string, unknown>> {
  const defaults = {
    BucketFolder: '',
    CsvRowDelimiter: '\\n',
    CsvDelimiter: ',',
    DataFormat: 'csv',
    EnableStatistics: true,
    DatePartitionEnabled: false,
    Rfc4180: true,
  };
  const given = Object.fromEntries(Object.entries(s3).filter(([, value]) => value !== undefined));
  return { ...defaults, ...given, CompressionType: (s3.CompressionType ?? 'none').toUpperCase() };
}

/** `\t` and `\n` may be written as two characters, as in DMS's console. */
const readEscapes = (delimiter: string): string => delimiter.replace('\\t', '\t').replace('\\n', '\n');
