import { sharedFindings, unreadParts } from '../../../core/checks/existing/bucket-findings';
import type { DescribedEndpoint } from '../../../core/checks/existing/described';
import { endpointFindings } from '../../../core/checks/existing/endpoint-findings';
import { instanceFindings } from '../../../core/checks/existing/instance-findings';
import type { JsonObject } from '../../../core/json';
import type { JobPlan } from '../../../core/planning/job-plan';
import { targetSettings } from '../../../core/planning/target-settings';
import { sampleJob } from '../../helpers/runs/plan';

const arn = 'arn:aws:dms:eu-west-1:123456789012:endpoint:FILES';
const instanceArn = 'arn:aws:dms:eu-west-1:123456789012:rep:ERP';

function jobOf(mode: JobPlan['mode'], format: Parameters<typeof targetSettings>[1] = 'parquet') {
  return sampleJob(
    { department: 'sales', job: 'orders', tables: ['orders'] },
    { mode, targetSettings: targetSettings(mode, format), namedEndpoints: { target: { arn } } },
  );
}

const endpoint = (over: Partial<DescribedEndpoint> = {}): DescribedEndpoint => ({
  arn,
  identifier: 'erp-files',
  type: 'TARGET',
  engine: 's3',
  status: 'active',
  ...over,
});

/** As DMS shows an endpoint whose owner set what the job needs: in other cases, and with slashes. */
const fitting = (job: JobPlan, over: JsonObject = {}): JsonObject => ({
  ...job.targetSettings,
  BucketName: 'staging',
  BucketFolder: '/sales/orders/',
  CompressionType: 'NONE',
  CsvDelimiter: ',',
  CsvRowDelimiter: '\\n',
  EncodingType: 'rle-dictionary',
  EnableStatistics: true,
  DatePartitionEnabled: false,
  ...over,
});

const fixes = (job: JobPlan, described: readonly DescribedEndpoint[]) =>
  endpointFindings(job, described, 'staging').map(({ found, fix }) => `${found} -> ${fix?.text}`);

test.each(['full-load', 'cdc', 'full-load-and-cdc'] as const)(
  'an endpoint of the lake that fits %s has no findings, in parquet and csv',
  (mode) => {
    for (const format of ['parquet', 'csv', { type: 'csv', compression: 'gzip', delimiter: ';' }] as const) {
      const job = jobOf(mode, format);
      const s3 = fitting(job, { CsvDelimiter: job.targetSettings['CsvDelimiter'] ?? '|' });
      const compression = String(job.targetSettings['CompressionType']).toUpperCase();
      expect(fixes(job, [endpoint({ s3: { ...s3, CompressionType: compression } })])).toEqual([]);
    }
  },
);

test.each<[JobPlan['mode'], JsonObject, string]>([
  ['full-load', { DataFormat: 'csv' }, 'DataFormat of erp-files is csv -> S3Settings.DataFormat: parquet'],
  [
    'full-load',
    { BucketName: 'theirs' },
    'BucketName of erp-files is theirs -> S3Settings.BucketName: staging',
  ],
  [
    'full-load',
    { BucketFolder: '' },
    'BucketFolder of erp-files is not set -> S3Settings.BucketFolder: sales/orders',
  ],
  [
    'full-load',
    { CompressionType: 'GZIP' },
    'CompressionType of erp-files is GZIP -> S3Settings.CompressionType: none',
  ],
  [
    'full-load',
    { ParquetTimestampInMillisecond: false },
    'ParquetTimestampInMillisecond of erp-files is false -> S3Settings.ParquetTimestampInMillisecond: true',
  ],
  [
    'full-load',
    { TimestampColumnName: 'ts' },
    'TimestampColumnName of erp-files is ts -> an endpoint without S3Settings.TimestampColumnName, or a job whose format has timestamp-column: ts',
  ],
  [
    'cdc',
    { TimestampColumnName: '' },
    'TimestampColumnName of erp-files is not set -> S3Settings.TimestampColumnName: dms_commit_timestamp',
  ],
  [
    'cdc',
    { CdcInsertsAndUpdates: true },
    'CdcInsertsAndUpdates of erp-files is true -> S3Settings.CdcInsertsAndUpdates: false',
  ],
  [
    'cdc',
    { CdcInsertsOnly: true },
    'CdcInsertsOnly of erp-files is true -> S3Settings.CdcInsertsOnly: false',
  ],
  [
    'cdc',
    { PreserveTransactions: true },
    'PreserveTransactions of erp-files is true -> S3Settings.PreserveTransactions: false',
  ],
  [
    'cdc',
    { DatePartitionEnabled: true },
    'DatePartitionEnabled of erp-files is true -> S3Settings.DatePartitionEnabled: false',
  ],
  [
    'full-load-and-cdc',
    { IncludeOpForFullLoad: false },
    'IncludeOpForFullLoad of erp-files is false -> S3Settings.IncludeOpForFullLoad: true',
  ],
  [
    'full-load-and-cdc',
    { UseTaskStartTimeForFullLoadTimestamp: false },
    'UseTaskStartTimeForFullLoadTimestamp of erp-files is false -> S3Settings.UseTaskStartTimeForFullLoadTimestamp: true',
  ],
  [
    'full-load',
    { AddTrailingPaddingCharacter: true },
    'AddTrailingPaddingCharacter of erp-files is true -> S3Settings.AddTrailingPaddingCharacter: false',
  ],
  [
    'full-load',
    { EncryptionMode: 'SSE_KMS' },
    'EncryptionMode of erp-files is SSE_KMS -> S3Settings.EncryptionMode: sse-s3',
  ],
])('%s on an endpoint with %j: %s', (mode, over, expected) => {
  const job = jobOf(mode);
  expect(fixes(job, [endpoint({ s3: fitting(job, over) })])).toEqual([expected]);
});

test.each<[JsonObject, string]>([
  [{ CsvDelimiter: ';' }, 'CsvDelimiter of erp-files is ; -> S3Settings.CsvDelimiter: ,'],
  [{ AddColumnName: false }, 'AddColumnName of erp-files is false -> S3Settings.AddColumnName: true'],
  [{ CsvNullValue: '' }, 'CsvNullValue of erp-files is not set -> S3Settings.CsvNullValue: NULL'],
  [{ CsvNullValue: '\\N' }, 'CsvNullValue of erp-files is \\N -> S3Settings.CsvNullValue: NULL'],
  [{ Rfc4180: false }, 'Rfc4180 of erp-files is false -> S3Settings.Rfc4180: true'],
])('csv on an endpoint with %j: %s', (over, expected) => {
  const job = jobOf('full-load', 'csv');
  const s3 = fitting(job, { CsvNullValue: 'NULL', ...over });
  const needed = fixes(jobOf('full-load', { type: 'csv', 'null-value': 'NULL' }), [endpoint({ s3 })]);
  expect(needed).toEqual([expected]);
});

test('date folders of DMS have the order, the delimiter and the zone of the job', () => {
  const job = jobOf('cdc');
  const folders = {
    DatePartitionEnabled: true,
    DatePartitionSequence: 'YYYYMMDDHH',
    DatePartitionDelimiter: 'SLASH',
  };
  const wanted = { ...job, targetSettings: { ...job.targetSettings, ...folders } };
  const described = (over: JsonObject) => [
    endpoint({ s3: fitting(wanted, { ...folders, DatePartitionSequence: 'yyyymmddhh', ...over }) }),
  ];
  expect(fixes(wanted, described({ DatePartitionTimezone: 'UTC' }))).toEqual([]);
  expect(
    fixes(
      wanted,
      described({ DatePartitionTimezone: 'Europe/Vienna', DatePartitionDelimiter: 'DASH' }),
    ).sort(),
  ).toEqual([
    'DatePartitionDelimiter of erp-files is DASH -> S3Settings.DatePartitionDelimiter: SLASH',
    'DatePartitionTimezone of erp-files is Europe/Vienna -> S3Settings.DatePartitionTimezone: Etc/UTC',
  ]);
});

test.each<[Partial<DescribedEndpoint>, string]>([
  [{ type: 'SOURCE' }, 'EndpointType of erp-files is SOURCE, and not TARGET'],
  [{ engine: 'kinesis' }, 'EngineName of erp-files is kinesis, and not s3'],
  [{ status: 'deleting' }, 'erp-files is being deleted'],
])('an endpoint with %j is not one of the lake', (over, expected) => {
  const found = endpointFindings(jobOf('cdc'), [endpoint(over)], 'staging');
  expect(found.map((one) => [one.found, one.severity])).toEqual([[expected, 'error']]);
});

test('an endpoint that DMS does not know is an error', () => {
  expect(fixes(jobOf('cdc'), [])).toEqual([
    `DMS knows no endpoint ${arn} in this account and region -> endpoint: <ARN that aws dms describe-endpoints shows>`,
  ]);
});

test('a source needs its engine, and a warning says that it has another database', () => {
  const namedEndpoints = { source: { arn, engine: 'mysql', databaseName: 'erp' } } as const;
  const job = { ...jobOf('cdc'), namedEndpoints };
  const described = (over: Partial<DescribedEndpoint>) => [
    endpoint({ type: 'source', engine: 'mariadb', ...over }),
  ];
  expect(fixes(job, described({}))).toEqual([]);
  expect(fixes(job, described({ engine: 'oracle' }))).toEqual([
    'EngineName of erp-files is oracle, and not mysql or mariadb or aurora -> endpoint: <ARN of another endpoint>',
  ]);
  const [other] = endpointFindings(job, described({ databaseName: 'crm' }), 'staging');
  expect([other?.severity, other?.fix?.text]).toEqual(['warning', 'database: crm']);
});

test('a PostgreSQL target gets warnings about settings that Lakeferry’s own would have', () => {
  const job = { ...jobOf('cdc'), targetEngine: 'postgres', targetSettings: {} } as const;
  expect(fixes(job, [endpoint({ engine: 'aurora-postgresql' })])).toEqual([
    "AfterConnectScript of erp-files is not set -> PostgreSQLSettings.AfterConnectScript: SET session_replication_role='replica'",
    'MapBooleanAsBoolean of erp-files is not set -> PostgreSQLSettings.MapBooleanAsBoolean: true',
  ]);
});

const network = {
  kind: 'existing',
  vpcId: 'vpc-1',
  cidr: '',
  privateSubnetIds: [],
  availabilityZones: [],
} as const;
const instance = {
  arn: instanceArn,
  identifier: 'erp',
  status: 'available',
  engineVersion: '3.6.1',
  vpcId: 'vpc-1',
};

const named = { arn: instanceArn, identifier: 'erp' };

test.each<[Partial<typeof instance>, readonly string[]]>([
  [{}, []],
  [{ status: 'modifying' }, ['error: erp is modifying, and not available']],
  [{ identifier: 'crm' }, [`error: the ReplicationInstanceIdentifier of ${instanceArn} is crm, and not erp`]],
  [
    { vpcId: 'vpc-2' },
    [
      'warning: erp is in vpc-2, and Lakeferry’s functions are in vpc-1: each needs its own route to the databases',
    ],
  ],
])('an instance with %j', (over, expected) => {
  const found = instanceFindings(named, network.vpcId, { ...instance, ...over });
  expect(found.map((one) => `${one.severity}: ${one.found}`)).toEqual(expected);
});

test('an instance that DMS does not know is an error', () => {
  expect(instanceFindings(named, undefined, undefined)).toMatchObject([{ severity: 'error' }]);
});

const key = 'arn:aws:kms:eu-west-1:123456789012:key/1234';
const topicArn = 'arn:aws:sns:eu-west-1:123456789012:data-alerts';
const bucketNamed = (name: string) => ({
  name,
  region: 'eu-west-1',
  tellsEventBridge: true,
  isVersioned: false,
  keyArn: '',
});
const fits = {
  staging: bucketNamed('acme-staging'),
  lake: { ...bucketNamed('acme-lake'), keyArn: key },
  topic: { arn: topicArn, policy: '{"Principal":{"Service":"cloudwatch.amazonaws.com"}}' },
};

test.each<[string, object, readonly string[]]>([
  ['that fit', {}, []],
  [
    'of which the caller may see little',
    { staging: { name: 'acme-staging' }, lake: { name: 'acme-lake' } },
    [],
  ],
  [
    'that do not exist',
    { staging: undefined, lake: undefined, topic: undefined },
    [
      'error: S3 knows no bucket acme-staging -> name: <a bucket in eu-west-1>',
      'error: S3 knows no bucket acme-lake -> name: <a bucket in eu-west-1>',
      `error: SNS knows no topic ${topicArn} -> alerts-topic: <ARN that aws sns list-topics shows>`,
    ],
  ],
  [
    'of another region',
    { lake: { ...fits.lake, region: 'us-east-1' } },
    ['error: the bucket acme-lake is in us-east-1 -> name: <a bucket in eu-west-1>'],
  ],
  [
    'of which staging is versioned and silent',
    { staging: { ...fits.staging, tellsEventBridge: false, isVersioned: true } },
    [
      'error: the bucket acme-staging sends no events to EventBridge -> NotificationConfiguration.EventBridgeConfiguration: {}',
      'warning: the bucket acme-staging is versioned, which makes DMS’s writes time out -> VersioningConfiguration.Status: Suspended',
    ],
  ],
  [
    'of which the lake has no key',
    { lake: { ...fits.lake, keyArn: '' } },
    [
      `error: the bucket acme-lake is encrypted with keys of S3, and kms-key in the file is ${key} -> ServerSideEncryptionConfiguration: aws:kms with KMSMasterKeyID ${key}`,
    ],
  ],
  ['of which the lake shows the id of its key', { lake: { ...fits.lake, keyArn: '1234' } }, []],
  [
    'of which the lake shows an alias, which can be that of the key',
    { lake: { ...fits.lake, keyArn: 'alias/acme' } },
    [
      `warning: the bucket acme-lake is encrypted with alias/acme, and kms-key in the file is ${key} -> kms-key: <Arn that aws kms describe-key --key-id alias/acme shows>`,
    ],
  ],
  [
    'of which the lake has AWS’s key for S3',
    { lake: { ...fits.lake, keyArn: 'alias/aws/s3' } },
    [
      `error: the bucket acme-lake is encrypted with alias/aws/s3, and kms-key in the file is ${key} -> ServerSideEncryptionConfiguration: aws:kms with KMSMasterKeyID ${key}`,
    ],
  ],
  [
    'of which the topic takes no alarms',
    { topic: { arn: topicArn, policy: '{}' } },
    [
      `warning: the policy of ${topicArn} does not name cloudwatch.amazonaws.com -> Policy: Allow sns:Publish to {"Service": "cloudwatch.amazonaws.com"}`,
    ],
  ],
])('buckets and a topic %s', (_, over, expected) => {
  const existing = {
    stagingBucket: { name: 'acme-staging' },
    lakeBucket: { name: 'acme-lake', kmsKeyArn: key },
    alertsTopicArn: topicArn,
  };
  const found = sharedFindings({ existing, region: 'eu-west-1' }, { ...fits, ...over });
  expect(found.map((one) => `${one.severity}: ${one.found} -> ${one.fix?.text}`)).toEqual(expected);
});

test('a lake with a key that the file does not name is an error, and Lakeferry’s own bucket is not described', () => {
  const lakeBucket = { name: 'acme-lake' };
  const found = sharedFindings({ existing: { lakeBucket }, region: 'eu-west-1' }, { lake: fits.lake });
  expect(found.map(({ fix }) => fix?.text)).toEqual([`kms-key: "${key}"`]);
  const ofS3 = { ...fits.lake, keyArn: 'alias/aws/s3' };
  expect(sharedFindings({ existing: { lakeBucket }, region: 'eu-west-1' }, { lake: ofS3 })).toEqual([]);
  expect(sharedFindings({ region: 'eu-west-1' }, {})).toEqual([]);
});

test('settings that could not be read are those that matter for the bucket', () => {
  const unread = { tellsEventBridge: 'no events', isVersioned: 'no versions', keyArn: 'no key' };
  const [staging, lake] = [
    { ...fits.staging, unread },
    { ...fits.lake, unread },
  ];
  expect(unreadParts({ staging, lake })).toEqual(['no events', 'no versions', 'no key']);
  expect(unreadParts({ staging: { ...staging, unread: { keyArn: 'no key' } }, lake: fits.lake })).toEqual([]);
  expect(unreadParts({})).toEqual([]);
});
