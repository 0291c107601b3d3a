import { readFirstLine, readFooter } from '../../application/lake/file-evidence';
import type { DatedObject } from '../../aws/lake/object-state';
import { mapConcurrently } from '../../core/concurrency';
import { columnsOf, keyOf } from '../../core/lake/catalogue/columns';
import { glueTableNames } from '../../core/lake/catalogue/glue-names';
import { fileFormat, type GlueTable, glueParameters, glueTable } from '../../core/lake/catalogue/glue-table';
import { loadListGlueTable } from '../../core/lake/catalogue/load-list';
import { projectedPlace } from '../../core/lake/catalogue/partition-projection';
import { hasOneOrder, sharedColumns, sharedKey } from '../../core/lake/catalogue/partition-columns';
import { unlistedPartitions, unlistedTable } from '../../core/lake/catalogue/unlisted-table';
import { widened } from '../../core/lake/catalogue/wider-type';
import { tableFolder } from '../../core/lake/keys/snapshot-keys';
import { stagedNames } from '../../core/lake/keys/staged-names';
import type { FileFormat, ManifestColumn } from '../../core/lake/snapshots/manifest';
import { changeSequenceColumn } from '../../core/planning/change-sequence';
import type { JobPlan } from '../../core/planning/job-plan';
import { rejectLakeCollisions } from '../../core/runs/publishing/lake-collisions';
import { type TableName, tableIdentity } from '../../core/tables/table-name';
import type { SeenShape } from '../../core/tables/table-shape';
import type { PublishPorts, PublishRequest } from './publish-ports';
import { cataloguedTables, newestOf, shapesOf, tablesOfPartitions } from './catalogued-tables';
import { recordLoads } from './record-loads';

const tablesAtOnce = 8;

/**
 * Writes the catalogue's tables of a job that publishes by arrival, with projected partitions, so that arriving files need no
 * change of the catalogue. A table without known columns is written by a later run; those with a
 * file are returned, with the reason. Throws when two tables have one folder.
 */
export async function catalogueArrivals(
  ports: PublishPorts,
  { record, job, publishing }: PublishRequest<'arrival'>,
  now: Date,
): Promise<readonly string[]> {
  const seen = (await ports.history.runWithTables(record.run))?.tables ?? [];
  const parents = (job.partitions ?? []).map(({ parent }) => parent);
  rejectLakeCollisions(job, publishing, [...job.expectedTables, ...seen, ...parents]);
  const database = publishing.catalogue?.database;
  if (database === undefined) return [];
  const found = await ports.catalogue.tables(database);
  const format = fileFormat(job.targetSettings, job.mode !== 'full-load', changeSequenceColumn(job));
  const shapes = await ports.history.shapes(record.jobKey);
  const namesOf = stagedNames(job);
  const tables = cataloguedTables(job, [...job.expectedTables, ...seen]);
  const names = glueTableNames({
    job: job.identity.job,
    kind: 'arrival',
    tables: tables.map(({ source }) => namesOf(source)),
    taken: new Set(
      found
        .filter(({ parameters }) => parameters[glueParameters.job] !== record.jobKey)
        .map(({ name }) => name),
    ),
  });
  const unlisted: string[] = [];
  const rules = job.tableMappings['rules'];
  const wanted = await mapConcurrently(
    tablesAtOnce,
    tables,
    async ({ source, parts }, index): Promise<readonly GlueTable[]> => {
      const staged = namesOf(source);
      const name = names[index] ?? '';
      const there = found.find((table) => table.name === name);
      const files = await mapConcurrently(tablesAtOnce, parts ?? [source], async (part) => ({
        part,
        file: await fileOf(ports, job.stagingFolder, namesOf(part), format, now),
      }));
      const { file, part } = newestOf(files, format);
      // Files expire in staging. Columns from earlier files are more exact than those of the source.
      if (file === undefined && there !== undefined) return [];
      const ofPart = shapes.find((one) => tableIdentity(one) === tableIdentity(part ?? source));
      const family = { shapes: shapesOf(job, source, parts, shapes), added: format, rules };
      const [shape = ofPart] = ofPart === undefined ? family.shapes : [ofPart];
      const own = await columnsOfStaged(ports.documents, file, shape, format, job);
      if (parts !== undefined && format.type === 'csv' && !hasOneOrder(family)) {
        unlisted.push(unlistedPartitions(source));
        return [];
      }
      const columns = parts === undefined ? own : sharedColumns(own, family);
      if (columns.length === 0) {
        if (file !== undefined)
          unlisted.push(
            unlistedTable('arrival', source, `s3://${ports.stagingBucket}/${file.key}`, shape !== undefined),
          );
        return [];
      }
      const { folder, partitions } = projectedPlace({
        ...publishing,
        bucket: ports.lakeBucket,
        table: staged,
        columns: columns.map((column) => column.name),
        // Staging may already have files of some weeks.
        firstYear: Number(there?.parameters[glueParameters.firstYear] ?? now.getUTCFullYear() - 1),
      });
      const location = `s3://${ports.lakeBucket}/${folder}`;
      // Another folder has no files of earlier types.
      const isWidened = format.type === 'parquet' && there?.location === location;
      return [
        glueTable(
          {
            jobKey: record.jobKey,
            source,
            name,
            location,
            columns: isWidened ? widened(columns, there.columns) : columns,
            primaryKey: parts === undefined ? keyOf(shape, rules) : sharedKey(family),
            format,
            isPartitioned: parts !== undefined,
          },
          partitions,
        ),
      ];
    },
  );
  // Only tables with operation and time have a view of current rows.
  const isListed = job.mode !== 'cdc' || job.partitions !== undefined;
  const isFolded = isListed && format.operation && format.timestamp !== undefined;
  const list = isFolded ? [loadListGlueTable(ports.lakeBucket, database)] : [];
  await ports.catalogue.put(database, [...list, ...wanted.flat()], found);
  await ports.catalogue.remove(database, tablesOfPartitions(job, [...seen, ...shapes], found));
  if (isFolded) await recordLoads(ports, { record, job, publishing }, seen, database, now);
  return unlisted;
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
