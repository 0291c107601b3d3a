import type { DatedObject } from '../../aws/lake/object-state';
import type { CatalogueTable } from '../../aws/lake/catalogue';
import { glueParameters } from '../../core/lake/catalogue/glue-table';
import type { FileFormat } from '../../core/lake/snapshots/manifest';
import type { JobPlan } from '../../core/planning/job-plan';
import { parentOf } from '../../core/tables/partition-parents';
import { type TableName, tableIdentity } from '../../core/tables/table-name';
import { newestShapes, type SeenShape } from '../../core/tables/table-shape';

type Job = Pick<JobPlan, 'expectedTables' | 'partitions' | 'identity'>;

/** Table that the catalogue has for a table of the source. */
export interface CataloguedTable {
  readonly source: TableName;
  /** Partitions whose files it has. Absent for a table that is not in partitions. */
  readonly parts?: readonly TableName[];
}

/** Tables of a job in the catalogue, from those that DMS writes: the partitions of one table are one table. */
export function cataloguedTables(job: Job, written: readonly TableName[]): readonly CataloguedTable[] {
  const families = new Map(
    (job.partitions ?? []).map(({ parent }) => [
      tableIdentity(parent),
      { source: parent, parts: new Map<string, TableName>() },
    ]),
  );
  const plain = new Map<string, CataloguedTable>();
  for (const { schema, table } of written) {
    const source = { schema, table };
    const parent = parentOf(job, source);
    if (parent === undefined) plain.set(tableIdentity(source), { source });
    else families.get(tableIdentity(parent))?.parts.set(tableIdentity(source), source);
  }
  return [
    ...plain.values(),
    ...[...families.values()].map(({ source, parts }) => ({ source, parts: [...parts.values()] })),
  ];
}

/**
 * File that defines the columns of a table: of Parquet the newest file of changes of its partitions, which may have the most columns.
 */
export function newestOf(
  files: readonly { readonly part: TableName; readonly file: DatedObject | undefined }[],
  { type }: Pick<FileFormat, 'type'>,
): { readonly part?: TableName; readonly file?: DatedObject } {
  const found = files.flatMap(({ part, file }) => (file === undefined ? [] : [{ part, file }]));
  const changes = found.filter(({ file }) => /\/\d{8}-[^/]*$/.test(file.key));
  if (type === 'csv' || changes.length === 0) return found[0] ?? {};
  const nameOf = ({ file }: { readonly file: DatedObject }): string =>
    file.key.slice(file.key.lastIndexOf('/') + 1);
  return changes.reduce((newest, one) => (nameOf(one) > nameOf(newest) ? one : newest));
}

/** Shapes of the partitions of a table that the newest check saw, or an earlier one where it saw none. */
export function shapesOf(
  job: Job,
  source: TableName,
  parts: readonly TableName[] | undefined,
  shapes: readonly SeenShape[],
): readonly SeenShape[] {
  if (parts === undefined) return [];
  const isPart = (shape: SeenShape): boolean => {
    const parent = parentOf(job, shape);
    return parent !== undefined && tableIdentity(parent) === tableIdentity(source);
  };
  const newest = newestShapes(shapes).filter(isPart);
  return newest.length > 0 ? newest : shapes.filter(isPart);
}

/** Names of tables that the catalogue had for single partitions, before the job said of what. */
export function tablesOfPartitions(
  job: Job,
  partitions: readonly TableName[],
  found: readonly CatalogueTable[],
): readonly string[] {
  const sources = new Set(
    partitions.filter((one) => parentOf(job, one) !== undefined).map((one) => tableIdentity(one)),
  );
  return found
    .filter(
      ({ parameters }) =>
        parameters[glueParameters.job] === job.identity.key &&
        parameters[glueParameters.kind] === 'arrival' &&
        sources.has(parameters[glueParameters.source] ?? ''),
    )
    .map(({ name }) => name);
}
