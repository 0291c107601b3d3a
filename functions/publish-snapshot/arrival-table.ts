import { readFirstLine, readFooter } from '../../application/lake/file-evidence';
import type { CatalogueTable } from '../../aws/lake/catalogue';
import type { DatedObject } from '../../aws/lake/object-state';
import { mapConcurrently } from '../../core/concurrency';
import { columnsOf, keyOf } from '../../core/lake/catalogue/columns';
import { type GlueTable, glueParameters, glueTable } from '../../core/lake/catalogue/glue-table';
import { hasOneOrder, sharedColumns, sharedKey } from '../../core/lake/catalogue/partition-columns';
import { projectedPlace } from '../../core/lake/catalogue/partition-projection';
import { unlistedPartitions, unlistedTable } from '../../core/lake/catalogue/unlisted-table';
import { widened } from '../../core/lake/catalogue/wider-type';
import { tableFolder } from '../../core/lake/keys/snapshot-keys';
import type { FileFormat, ManifestColumn } from '../../core/lake/snapshots/manifest';
import type { JobPlan } from '../../core/planning/job-plan';
import { type TableName, tableIdentity } from '../../core/tables/table-name';
import type { SeenShape } from '../../core/tables/table-shape';
import { type CataloguedTable, newestOf, shapesOf } from './catalogued-tables';
import type { PublishPorts, PublishRequest } from './publish-ports';

const partitionsAtOnce = 8;

/** Job whose tables are written, and what is known about all of them. */
export interface ArrivalJob extends Pick<PublishRequest<'arrival'>, 'job' | 'publishing'> {
  readonly format: FileFormat;
  readonly shapes: readonly SeenShape[];
  /** Name of a table in staging. */
  readonly namesOf: (table: TableName) => TableName;
  readonly now: Date;
}

/** Entry that the catalogue gets for a table. `waits`: none, because it is as before or a later run writes it. */
export type ArrivalEntry =
  | { readonly kind: 'table'; readonly table: GlueTable }
  | { readonly kind: 'unlisted'; readonly because: string }
  | { readonly kind: 'waits' };

const waits: ArrivalEntry = { kind: 'waits' };

/** Returns the catalogue's entry for a table, from its newest file in staging, or else from the source. `there`: its present one. */
export async function arrivalTable(
  ports: PublishPorts,
  { job, publishing, format, shapes, namesOf, now }: ArrivalJob,
  { source, parts }: CataloguedTable,
  { name, there }: { readonly name: string; readonly there: CatalogueTable | undefined },
): Promise<ArrivalEntry> {
  const rules = job.tableMappings['rules'];
  const files = await mapConcurrently(partitionsAtOnce, parts ?? [source], async (part) => ({
    part,
    file: await fileOf(ports, job.stagingFolder, namesOf(part), format, now),
  }));
  const { file, part } = newestOf(files, format);
  // Files expire in staging. Columns from earlier files are more exact than those of the source.
  if (file === undefined && there !== undefined) return waits;
  const ofPart = shapes.find((one) => tableIdentity(one) === tableIdentity(part ?? source));
  const family = { shapes: shapesOf(job, source, parts, shapes), added: format, rules };
  const [shape = ofPart] = ofPart === undefined ? family.shapes : [ofPart];
  if (parts !== undefined && format.type === 'csv' && !hasOneOrder(family))
    return { kind: 'unlisted', because: unlistedPartitions(source) };
  const own = await columnsOfStaged(ports.documents, file, shape, format, job);
  const columns = parts === undefined ? own : sharedColumns(own, family);
  if (columns.length === 0) {
    if (file === undefined) return waits;
    const address = `s3://${ports.stagingBucket}/${file.key}`;
    return { kind: 'unlisted', because: unlistedTable('arrival', source, address, shape !== undefined) };
  }
  const { folder, partitions } = projectedPlace({
    ...publishing,
    bucket: ports.lakeBucket,
    table: namesOf(source),
    columns: columns.map((column) => column.name),
    // Staging may already have files of some weeks.
    firstYear: Number(there?.parameters[glueParameters.firstYear] ?? now.getUTCFullYear() - 1),
  });
  const location = `s3://${ports.lakeBucket}/${folder}`;
  // Another folder has no files of earlier types.
  const isWidened = format.type === 'parquet' && there?.location === location;
  const table = glueTable(
    {
      jobKey: job.identity.key,
      source,
      name,
      location,
      columns: isWidened ? widened(columns, there.columns) : columns,
      primaryKey: parts === undefined ? keyOf(shape, rules) : sharedKey(family),
      format,
      isPartitioned: parts !== undefined,
    },
    partitions,
  );
  return { kind: 'table', table };
}

const dayMilliseconds = 86_400_000;

/**
 * Chooses the file that defines a table's columns. Of Parquet, which is read by column name, one of the newest, because columns are
 * added. Of CSV, which is read by position, the first, because most files are old. The names of change files are their times:
 * `20260131-100000123.parquet`.
 */
async function fileOf(
  { objects, stagingBucket }: PublishPorts,
  stagingFolder: string,
  staged: TableName,
  format: FileFormat,
  now: Date,
): Promise<DatedObject | undefined> {
  const folder = tableFolder({ prefix: stagingFolder, lowerCase: false }, staged);
  const isFile = ({ key, size }: DatedObject): boolean => !key.endsWith('/') && size > 0;
  if (format.type === 'parquet') {
    const yesterday = new Date(now.getTime() - dayMilliseconds)
      .toISOString()
      .slice(0, 10)
      .replaceAll('-', '');
    const late = await objects.page(stagingBucket, folder, `${folder}${yesterday}`);
    const newest = late.objects.findLast(
      (one) => isFile(one) && /^\d{8}-/.test(one.key.slice(folder.length)),
    );
    if (newest !== undefined) return newest;
  }
  return (await objects.page(stagingBucket, folder)).objects.find(isFile);
}

/** Columns from the file, or else from the source. DMS's guide does not define the position of its own columns in CSV: then none. */
async function columnsOfStaged(
  documents: PublishPorts['documents'],
  file: DatedObject | undefined,
  shape: SeenShape | undefined,
  format: FileFormat,
  { tableMappings, connection }: Pick<JobPlan, 'tableMappings' | 'connection'>,
): Promise<readonly ManifestColumn[]> {
  const known = {
    shape,
    added: format,
    rules: tableMappings['rules'],
    connectionAttributes: connection?.connectionAttributes,
  };
  if (file === undefined)
    return format.type === 'csv' && format.timestamp !== undefined ? [] : columnsOf(known);
  return format.type === 'parquet'
    ? columnsOf({ ...known, footer: (await readFooter(documents, file)).schema })
    : columnsOf({ ...known, ...(await readFirstLine(documents, file, format)) });
}
