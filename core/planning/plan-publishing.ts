import { lakePrefix, publishOf } from '../config/schema/defaults';
import type { Department } from '../config/schema/department-schema';
import type { Job } from '../config/schema/job-schema';
import type { Lake } from '../config/schema/lake-schema';
import type { JsonObject } from '../json';
import { type EnvironmentReference, glueDatabasePrefix } from '../model/environment-names';
import type { PublishingPlan } from './publishing-plan';

const layouts: Readonly<Record<NonNullable<Lake['partitions']>, string>> = {
  year: '{schema}/{table}/year={year}',
  month: '{schema}/{table}/year={year}/month={month}',
  day: '{schema}/{table}/year={year}/month={month}/day={day}',
  hour: '{schema}/{table}/year={year}/month={month}/day={day}/hour={hour}',
  dt: '{schema}/{table}/dt={year}-{month}-{day}',
};
const defaultKeep = 7;

/** Way of a job's files from staging to the lake; `none` if DMS writes to a database. */
export function planPublishing(
  environment: EnvironmentReference,
  department: Pick<Department, 'department' | 'lake'>,
  job: Pick<Job, 'name' | 'mode' | 'publish' | 'lake'>,
  targetEngine: string = 's3',
): PublishingPlan {
  const kind = targetEngine === 's3' ? publishOf(job) : 'none';
  if (kind === 'none') return { kind };
  const lake: Lake = { ...department.lake, ...job.lake };
  const shared = {
    prefix: lakePrefix(department, job),
    lowerCase: lake['lower-case'] ?? false,
    ...(lake.catalogue === true
      ? { catalogue: { database: glueDatabase(environment, department.department) } }
      : {}),
  };
  if (kind === 'snapshot') return { kind, ...shared, keep: lake.keep ?? defaultKeep };
  return {
    kind,
    ...shared,
    layout: layoutOf(department, job),
    timeZone: lake['time-zone'] ?? 'UTC',
    partitionBy: lake['partition-by'] ?? 'arrival',
  };
}

/** Layout of the job, else of the department, from either `layout` or `partitions`. */
function layoutOf(department: Pick<Department, 'lake'>, job: Pick<Job, 'lake'>): string {
  const said = [job.lake, department.lake].find(
    (lake) => lake?.layout !== undefined || lake?.partitions !== undefined,
  );
  return said?.layout ?? layouts[said?.partitions ?? 'hour'];
}

/** Name of the department's Glue database. Athena reads names of lower-case letters, digits and underscores. */
export function glueDatabase(environment: EnvironmentReference, department: string): string {
  return `${glueDatabasePrefix(environment)}${department.replaceAll('-', '_')}`;
}

/**
 * S3Settings for the date folders of DMS, as deep as the layout needs. DMS creates them for changes only
 * (https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.S3.html, "Using date-based folder partitioning").
 */
export function dateFolderSettings(publishing: PublishingPlan): JsonObject {
  if (publishing.kind !== 'arrival' || publishing.partitionBy !== 'dms-folders') return {};
  const { layout, timeZone } = publishing;
  return {
    DatePartitionEnabled: true,
    DatePartitionSequence: layout.includes('{hour}')
      ? 'YYYYMMDDHH'
      : layout.includes('{day}')
        ? 'YYYYMMDD'
        : 'YYYYMM',
    DatePartitionDelimiter: 'SLASH',
    ...(timeZone === 'UTC' ? {} : { DatePartitionTimezone: timeZone }),
  };
}
