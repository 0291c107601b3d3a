import type { JobPlan } from '../../planning/job-plan';
import { readDateFolder } from './date-folder';
import { isInLoadFolder } from './load-folder';
import type { PartitionDate } from './partition-date';

/** Key that can never be copied. Its message goes to the dead-letter queue with the reason. */
export interface ForeignKey {
  readonly kind: 'foreign';
  readonly reason: string;
}

export interface StagedFile {
  readonly kind: 'staged';
  readonly schema: string;
  readonly table: string;
  /** Base name, such as `LOAD00000001.csv`. */
  readonly file: string;
  /** Folder of a partition or segment, in a parallel load. */
  readonly loadFolder?: string;
  /** Date of DMS's date folder. Absent for a file outside such a folder. */
  readonly date?: PartitionDate;
}

/** `department/job` of a key in staging; undefined when it has no such folders. */
export function jobKeyOf(key: string): string | undefined {
  return /^([a-z][a-z0-9-]*\/[a-z][a-z0-9-]*)\/./.exec(key)?.[1];
}

/** Reason for which a file of a job that was removed is not copied. */
export function noJobReason(jobKey: string): string {
  return `no job ${jobKey} is deployed`;
}

export function isNoJobReason(reason: string): boolean {
  return /^no job \S+ is deployed$/.test(reason);
}

/** Parses `<staging folder>/<schema>/<table>/[date or load folder/]<file>`, the key of a file that DMS writes for this job. */
export function readStagedKey(
  key: string,
  job: Pick<JobPlan, 'stagingFolder' | 'expectedTables' | 'targetSettings'> &
    Partial<Pick<JobPlan, 'tableMappings'>>,
): StagedFile | ForeignKey {
  const folder = `${job.stagingFolder}/`;
  if (!key.startsWith(folder)) return foreign(`it is not in the job's staging folder ${folder}`);
  const rest = key.slice(folder.length);
  const file = rest.slice(rest.lastIndexOf('/') + 1);
  if (file === '') return foreign('it is a folder, not a file');
  // PreserveTransactions puts several tables into one file.
  if (file.startsWith('CDC_TXN-'))
    return foreign('a file of transactions contains changes of several tables');
  const table = tableOf(rest, job.expectedTables);
  if (table === undefined) return foreign('it is not in a folder <schema>/<table>');
  const between = rest.slice(`${table.schema}/${table.table}/`.length, -file.length).replace(/\/$/, '');
  if (between === '') return { kind: 'staged', ...table, file };
  // Files of a load are never in a date folder, even where the name of a partition looks like one.
  if (isInLoadFolder(file, table, job)) return { kind: 'staged', ...table, file, loadFolder: between };
  const date = readDateFolder(between, job.targetSettings);
  return date === undefined
    ? foreign(`"${between}" is not a date folder of the job's endpoint`)
    : { kind: 'staged', ...table, file, date };
}

/** Table of a key. A name may contain a slash, so the tables of the plan come first. */
function tableOf(
  rest: string,
  expected: JobPlan['expectedTables'],
): { readonly schema: string; readonly table: string } | undefined {
  const known = expected.find(({ targetSchema, targetTable }) =>
    rest.startsWith(`${targetSchema}/${targetTable}/`),
  );
  if (known !== undefined) return { schema: known.targetSchema, table: known.targetTable };
  const [, schema, table] = /^([^/]+)\/([^/]+)\/./.exec(rest) ?? [];
  return schema === undefined || table === undefined ? undefined : { schema, table };
}

function foreign(reason: string): ForeignKey {
  return { kind: 'foreign', reason };
}
