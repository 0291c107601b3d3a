import { z } from 'zod';
import type { TargetSettings } from '../load/target-settings';
import { invalidValue } from './faults';
import { optional } from './operation';

const flag = optional(z.boolean());
const text = optional(z.string());
const count = optional(z.number().int().positive());
/** An enum in the wire's spelling; the API also takes it in upper case. */
const words = (...allowed: [string, ...string[]]) =>
  optional(
    z.preprocess((value) => (typeof value === 'string' ? value.toLowerCase() : value), z.enum(allowed)),
  );

/** DMS's S3Settings. What steers only change capture or AWS's own storage is kept and echoed. */
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
  DatePartitionSequence: text,
  DatePartitionDelimiter: text,
  DatePartitionTimezone: text,
  UseCsvNoSupValue: flag,
  CsvNoSupValue: text,
  AddTrailingPaddingCharacter: optional(z.literal(false)),
  GlueCatalogGeneration: optional(z.literal(false)),
});
export type S3Settings = z.infer<typeof S3Settings>;

/** The settings with DMS's defaults, in the load's words. Throws for what the local load cannot write. */
export function targetSettings(s3: S3Settings): TargetSettings {
  const csvDelimiter = readEscapes(s3.CsvDelimiter ?? ',');
  if (Buffer.byteLength(csvDelimiter) !== 1 || /["\r\n]/.test(csvDelimiter))
    throw invalidValue(
      `S3Settings.CsvDelimiter ${JSON.stringify(csvDelimiter)}: the local cloud takes one ASCII character, neither quote nor line break`,
    );
  if (readEscapes(s3.CsvRowDelimiter ?? '\\n') !== '\n')
    throw invalidValue('S3Settings.CsvRowDelimiter: the local cloud writes only "\\n"');
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
  };
}

/** As Describe echoes them. */
export function echoS3Settings(s3: S3Settings): Readonly<Record<string, unknown>> {
  const defaults = {
    BucketFolder: '',
    CsvRowDelimiter: '\\n',
    CsvDelimiter: ',',
    CompressionType: 'none',
    DataFormat: 'csv',
    EnableStatistics: true,
    DatePartitionEnabled: false,
    Rfc4180: true,
  };
  const given = Object.fromEntries(Object.entries(s3).filter(([, value]) => value !== undefined));
  return { ...defaults, ...given };
}

/** People write `\t` and `\n` as two characters, and so does DMS's console. */
const readEscapes = (delimiter: string): string => delimiter.replace('\\t', '\t').replace('\\n', '\n');
