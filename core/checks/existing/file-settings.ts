import type { Json, JsonObject } from '../../json';
import type { JobPlan } from '../../planning/job-plan';
import { s3Defaults, zoneOfFolders } from '../../planning/target-settings';

/** A member of S3Settings that has another value than the job needs. Undefined: it must not be set. */
export interface DifferentSetting {
  readonly name: string;
  readonly has: Json | undefined;
  readonly needs: Json | undefined;
}

/** Settings that no job has in its plan, with the only value with which Lakeferry reads the changes. */
const ofChanges = { CdcInsertsOnly: false, CdcInsertsAndUpdates: false, PreserveTransactions: false };

const ofCsv = [
  'AddColumnName',
  'CsvDelimiter',
  'CsvNullValue',
  'CsvRowDelimiter',
  'Rfc4180',
] satisfies readonly (keyof typeof s3Defaults)[];

const ofDateFolders = ['DatePartitionSequence', 'DatePartitionDelimiter', 'DatePartitionTimezone'];

/** Settings whose value changes how soon a file is written, and not how it is read. */
const notRead = ['CdcMaxBatchInterval'];

/** Values of settings that DMS does not show. Pages of AWS contradict each other about CsvNullValue (docs/aws-facts/dms-targets.md). */
const defaults: ReadonlyMap<string, Json> = new Map(
  Object.entries({
    ...{ ...s3Defaults, ...zoneOfFolders, ...ofChanges },
    ...{ AddTrailingPaddingCharacter: false, EncryptionMode: 'sse-s3' },
  }).filter(([name]) => name !== 'CsvNullValue'),
);

/** Settings of an existing endpoint with which Lakeferry would not find or understand the files of the job. */
export function differentFileSettings(
  job: Pick<JobPlan, 'mode' | 'targetSettings' | 'stagingFolder'>,
  has: JsonObject,
  stagingBucket: string,
): readonly DifferentSetting[] {
  return Object.entries(neededSettings(job, stagingBucket))
    .map(([name, needs]) => ({ name, needs, has: has[name] ?? defaults.get(name) }))
    .filter(({ name, needs, has: value }) => canonical(name, value) !== canonical(name, needs));
}

function neededSettings(
  { mode, targetSettings, stagingFolder }: Pick<JobPlan, 'mode' | 'targetSettings' | 'stagingFolder'>,
  stagingBucket: string,
): Readonly<Record<string, Json | undefined>> {
  const wanted: JsonObject = { ...s3Defaults, ...zoneOfFolders, ...targetSettings };
  const skipped = [
    ...notRead,
    ...(wanted['DataFormat'] === 'csv' ? ['ParquetTimestampInMillisecond'] : ofCsv),
    ...(wanted['DatePartitionEnabled'] === true ? [] : ofDateFolders),
    ...(mode === 'full-load-and-cdc' ? [] : ['UseTaskStartTimeForFullLoadTimestamp']),
    ...(mode === 'full-load' ? ['DatePartitionEnabled'] : []),
  ];
  return {
    BucketName: stagingBucket,
    BucketFolder: stagingFolder,
    ...Object.fromEntries(Object.entries(wanted).filter(([name]) => !skipped.includes(name))),
    TimestampColumnName: wanted['TimestampColumnName'],
    AddTrailingPaddingCharacter: false,
    ...(mode === 'full-load' ? {} : ofChanges),
    EncryptionMode: wanted['EncryptionMode'] ?? 'sse-s3',
  };
}

/** DMS shows words in other cases and with underscores, and folders with slashes. */
function canonical(name: string, value: Json | undefined): string {
  if (value === undefined || value === '') return '';
  if (typeof value !== 'string') return JSON.stringify(value);
  switch (name) {
    case 'BucketFolder':
      return value.replace(/^\/+|\/+$/g, '');
    case 'CsvRowDelimiter':
    case 'CsvDelimiter':
      return value.replaceAll('\\n', '\n').replaceAll('\\t', '\t');
    case 'DatePartitionTimezone':
      return value === 'UTC' ? 'Etc/UTC' : value;
    case 'BucketName':
    case 'CsvNullValue':
    case 'TimestampColumnName':
      return value;
    default:
      return value.toLowerCase().replaceAll('_', '-');
  }
}
