import { s3Defaults } from '../../../core/planning/target-settings';
import type { PublishingPlan } from '../../../core/planning/publishing-plan';
import { durationText, textOf, type ValueOf, type Values } from './setting';

type Published = Exclude<PublishingPlan, { kind: 'none' }>;

const ofLake =
  (value: (publishing: Published) => string | undefined): ValueOf =>
  ({ job: { publishing } }) =>
    publishing.kind === 'none' ? undefined : value(publishing);

const ofArrival = (value: (publishing: Extract<Published, { kind: 'arrival' }>) => string): ValueOf =>
  ofLake((publishing) => (publishing.kind === 'arrival' ? value(publishing) : undefined));

export const lakeValues: Values = {
  'lake.prefix': ofLake(({ prefix }) => prefix),
  'lake.lower-case': ofLake(({ lowerCase }) => String(lowerCase)),
  'lake.catalogue': ofLake(({ catalogue }) => String(catalogue !== undefined)),
  'lake.keep': ofLake((publishing) => (publishing.kind === 'snapshot' ? String(publishing.keep) : undefined)),
  'lake.layout': ofArrival(({ layout }) => layout),
  'lake.time-zone': ofArrival(({ timeZone }) => timeZone),
  'lake.partition-by': ofArrival(({ partitionBy }) => partitionBy),
};

/** Setting of DMS's S3 endpoint. */
const ofFiles =
  (setting: string, ifAbsent?: string): ValueOf =>
  ({ job: { targetEngine, targetSettings } }) => {
    const value = targetSettings[setting];
    if (targetEngine !== 's3') return undefined;
    return value === undefined ? ifAbsent : textOf(value);
  };

export const formatValues: Values = {
  'format.type': ofFiles('DataFormat'),
  'format.compression': ofFiles('CompressionType'),
  'format.timestamp-column': ofFiles('TimestampColumnName', 'none'),
  'format.operation-column': ofFiles('IncludeOpForFullLoad'),
  'format.header': ofFiles('AddColumnName'),
  'format.null-value': ofFiles('CsvNullValue'),
  'format.delimiter': ofFiles('CsvDelimiter'),
  'format.batch-interval': ({ job: { mode, targetEngine, targetSettings } }) =>
    mode === 'full-load' || targetEngine !== 's3'
      ? undefined
      : durationText(Number(targetSettings['CdcMaxBatchInterval'] ?? s3Defaults.CdcMaxBatchInterval)),
};
