import { s3TargetSettings } from '../../../../infra/constructs/department/s3-target-settings';
import { sampleJob } from '../../../helpers/runs/plan';

const names = { department: 'sales', job: 'orders-daily', tables: ['orders'] };

test('API settings become those of CloudFormation, the same by name', () => {
  const targetSettings = { DataFormat: 'csv', Rfc4180: true, CsvNullValue: '', MaxFileSize: 1024 };
  expect(s3TargetSettings(sampleJob(names, { targetSettings }))).toEqual({
    dataFormat: 'csv',
    rfc4180: true,
    csvNullValue: '',
    maxFileSize: 1024,
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
