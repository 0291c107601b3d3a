import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { s3TargetSettings } from '../../../../infra/constructs/department/s3-target-settings';
import { synthesize } from '../../../helpers/infra/stacks';
import { sampleJob, samplePlan, sampleSource } from '../../../helpers/runs/plan';

const root = join(__dirname, '../../../..');

/**
 * AWS's pages of AWS::DMS::Endpoint and its S3Settings, as aws-cdk-lib 2.276.0 has them. Read on 2026-11-30:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-dms-endpoint-s3settings.html
 */
const pages = readFileSync(join(root, 'node_modules/aws-cdk-lib/aws-dms/lib/dms.generated.d.ts'), 'utf8');

/** Text about a property, without line breaks. */
function pageOf(property: string, type = 'S3SettingsProperty'): string {
  const start = pages.indexOf(`interface ${type} `);
  const end = pages.indexOf(`readonly ${property}?:`, start);
  const text = pages.slice(pages.lastIndexOf('/**', end), end);
  expect([property, start > 0 && end > 0]).toEqual([property, true]);
  return text.replaceAll(/\s*\n\s*\*\s*/g, ' ');
}

const written = s3TargetSettings(
  sampleJob({ department: 'sales', job: 'orders', tables: ['orders'] }, { targetSettings: {} }),
);

/** What is written where a file says nothing, and the words of the page. */
const documented: readonly (readonly [keyof typeof written, unknown, string])[] = [
  ['addColumnName', false, 'The default value is `false`'],
  ['cdcMaxBatchInterval', 60, 'The default value is 60 seconds.'],
  ['compressionType', 'none', 'set this parameter to NONE (the default)'],
  ['csvDelimiter', ',', 'The default is a comma.'],
  ['csvNullValue', 'NULL', 'The default value is `NULL`'],
  ['csvRowDelimiter', '\\n', 'The default is a carriage return ( `\\n` )'],
  ['datePartitionDelimiter', 'SLASH', 'The default value is `SLASH`'],
  ['datePartitionEnabled', false, 'The default value is `false`'],
  ['datePartitionSequence', 'YYYYMMDD', 'The default value is `YYYYMMDD`'],
  ['encryptionMode', 'sse-s3', 'You can choose either `SSE_S3` (the default)'],
  ['includeOpForFullLoad', false, 'By default (the `false` setting)'],
  ['rfc4180', true, 'The default value is `true`'],
  // No default in words: that of a flag which is not set, and the first of two.
  ['parquetTimestampInMillisecond', false, 'Otherwise, DMS writes them with microsecond precision.'],
  [
    'useTaskStartTimeForFullLoadTimestamp',
    false,
    'When set to true, this parameter uses the task start time',
  ],
  ['dataFormat', 'csv', '- `csv` : This is a row-based file format'],
];

test.each(documented)('%s is %j where a file says nothing: %s', (setting, value, words) => {
  expect(written[setting]).toBe(value);
  expect(pageOf(setting)).toContain(words);
});

test('the table has every setting that is written, and no page has a default for the others that a file can set', () => {
  expect(documented.map(([setting]) => setting).sort()).toEqual(Object.keys(written).sort());
  // A column of a name: nothing else is said, so a name stays until it is replaced.
  expect(pageOf('timestampColumnName')).toContain('when nonblank causes AWS DMS to add a column');
  expect(pageOf('datePartitionTimezone')).toContain(
    'convert the current UTC time into a specified time zone',
  );
  expect(pageOf('certificateArn', 'CfnEndpointProps')).not.toMatch(/default|reset|empty/i);
});

/** Properties of the endpoint of a source. */
function sourceOf(over: Parameters<typeof sampleSource>[0]): Readonly<Record<string, unknown>> {
  const plan = samplePlan({ sources: [sampleSource(over)] });
  const endpoints = [...synthesize(plan).values()].flatMap(({ resources }) =>
    Object.values(resources).filter(({ Type }) => Type === 'AWS::DMS::Endpoint'),
  );
  const [source] = endpoints.filter(({ Properties }) => Properties?.['EndpointType'] === 'source');
  return { ...source?.Properties };
}

test('the endpoint of a source has what a file can set also where it sets nothing, except a certificate', () => {
  const all = sourceOf({
    sslMode: 'verify-full',
    certificateArn: 'arn:aws:dms:eu-west-1:000000000000:cert:C',
    extraConnectionAttributes: 'heartbeatEnable=true',
  });
  const none = sourceOf({});
  expect(Object.keys(all).filter((name) => !Object.hasOwn(none, name))).toEqual(['CertificateArn']);
  expect(none).toMatchObject({ SslMode: 'require', ExtraConnectionAttributes: '' });
  expect(pageOf('sslMode', 'CfnEndpointProps')).toContain('The default is `none`');
});
