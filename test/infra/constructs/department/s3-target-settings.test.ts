import type { JsonObject } from '../../../../core/json';
import { encryptionSettings, targetSettings } from '../../../../core/planning/target-settings';
import { s3TargetSettings } from '../../../../infra/constructs/department/s3-target-settings';
import { sampleJob } from '../../../helpers/runs/plan';

const names = { department: 'sales', job: 'orders-daily', tables: ['orders'] };

test('API settings become those of CloudFormation, the same by name', () => {
  const targetSettings = { DataFormat: 'csv', Rfc4180: true, CsvNullValue: '', MaxFileSize: 1024 };
  expect(s3TargetSettings(sampleJob(names, { targetSettings }))).toMatchObject({
    dataFormat: 'csv',
    rfc4180: true,
    csvNullValue: '',
    maxFileSize: 1024,
  });
});

const jobs = {
  csv: { DataFormat: 'csv', CsvDelimiter: ';', CsvNullValue: '', AddColumnName: true },
  ...Object.fromEntries(
    (['full-load', 'cdc', 'full-load-and-cdc'] as const).flatMap((mode) =>
      [
        'csv' as const,
        'parquet' as const,
        { type: 'csv' as const, delimiter: ';', header: false, compression: 'gzip' as const },
        { type: 'parquet' as const, 'batch-interval': '2s', 'operation-column': true },
      ].map((format, index) => [`${mode} ${index}`, targetSettings(mode, format)]),
    ),
  ),
};

test('an endpoint has the same settings in every format and mode, so that an update leaves none behind', () => {
  const keysOf = (settings: JsonObject) =>
    Object.keys(s3TargetSettings(sampleJob(names, { targetSettings: settings })))
      // No value of it means none.
      .filter((key) => key !== 'timestampColumnName')
      .sort();
  const all = Object.values(jobs).map(keysOf);
  for (const keys of all) expect(keys).toEqual(all[0]);
  // An existing bucket has its encryption, and a key that nothing uses without it.
  const encrypted = [undefined, { name: 'acme' }, { name: 'acme', kmsKeyArn: 'arn:aws:kms:key' }].map(
    encryptionSettings,
  );
  for (const settings of encrypted)
    expect(keysOf(settings).filter((key) => key !== 'serverSideEncryptionKmsKeyId')).toEqual(all[0]);
  const withFolders = keysOf({ DatePartitionEnabled: true, DatePartitionSequence: 'YYYYMM' });
  expect(withFolders).toEqual([...(all[0] ?? []), 'datePartitionTimezone'].sort());
});

test('a setting that is taken away has the default of DMS', () => {
  expect(s3TargetSettings(sampleJob(names, { targetSettings: {} }))).toEqual({
    addColumnName: false,
    cdcMaxBatchInterval: 60,
    compressionType: 'none',
    csvDelimiter: ',',
    csvNullValue: 'NULL',
    csvRowDelimiter: '\\n',
    dataFormat: 'csv',
    encryptionMode: 'sse-s3',
    datePartitionDelimiter: 'SLASH',
    datePartitionEnabled: false,
    datePartitionSequence: 'YYYYMMDD',
    includeOpForFullLoad: false,
    parquetTimestampInMillisecond: false,
    rfc4180: true,
    useTaskStartTimeForFullLoadTimestamp: false,
  });
});

test.each([
  ['a bucket, which the deployment sets', { BucketName: 'mine' }, /sales\/orders-daily.*"BucketName"/],
  ['a setting that does not exist', { CsvNulValue: 'x' }, /"CsvNulValue"/],
  [
    'an empty timestamp column, which is not an absent one',
    { TimestampColumnName: '' },
    /TimestampColumnName/,
  ],
  ['text where a flag belongs', { AddColumnName: 'true' }, /AddColumnName: .*boolean/],
])('refuses %s', (_, targetSettings, message) => {
  expect(() => s3TargetSettings(sampleJob(names, { targetSettings }))).toThrow(message);
});
