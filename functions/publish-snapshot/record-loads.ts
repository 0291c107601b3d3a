import { lakeTarget } from '../../application/lake/copy-staged';
import { listObjects } from '../../application/lake/list-objects';
import {
  changeFileName,
  loadListKey,
  loadListText,
  readLoadList,
  type TableLoad,
} from '../../core/lake/catalogue/load-list';
import { isLoadFile } from '../../core/lake/keys/load-folder';
import { tableFolder } from '../../core/lake/keys/snapshot-keys';
import { stagedNames } from '../../core/lake/keys/staged-names';
import { tableStateOf } from '../../core/model/table-state';
import type { JobPlan } from '../../core/planning/job-plan';
import type { TableRecord } from '../../core/runs/record/table-record';
import { newestLoad } from '../../core/runs/replication/newer-load';
import { RunError } from '../../core/runs/record/run-error';
import { isPartFolder, mayBePartition, parentOf, partFolder } from '../../core/tables/partition-parents';
import { newestShapes } from '../../core/tables/table-shape';
import { type TableName, tableIdentity } from '../../core/tables/table-name';
import type { PublishPorts, PublishRequest } from './publish-ports';

const attempts = 5;
const hourMilliseconds = 3_600_000;
/** Files of an older load may have expired in staging. */
const longestAgo = 24 * hourMilliseconds;

/** Records the newest load of each table for the views of current rows. The list is written whole, so it changes in one moment. */
export async function recordLoads(
  ports: PublishPorts,
  request: PublishRequest<'arrival'>,
  tables: readonly TableRecord[],
  database: string,
  now: Date,
): Promise<void> {
  const { documents, lakeBucket } = ports;
  const key = loadListKey(database, request.job.identity.job);
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const there = await documents.read(lakeBucket, key);
    const known = new Map(readLoadList(there?.text ?? '').map((load) => [load.source, load]));
    const before = loadListText([...known.values()]);
    // Without a load there are only changes, from the start of the first task.
    for (const table of request.job.mode === 'cdc' ? [] : tables) {
      const load = await newLoad(ports, request, table, known.get(sourceOf(request, table)), now);
      if (load !== undefined) known.set(load.source, load);
    }
    for (const gone of await gonePartitions(ports, request, [...known.values()]))
      known.set(gone.source, gone);
    const text = loadListText([...known.values()]);
    const when = there === undefined ? 'absent' : { eTag: there.eTag };
    if (text === before || (await documents.write(lakeBucket, key, text, when))) {
      const loadsShown = newestLoad(tables);
      return await ports.history.recordSeen(request.record.jobKey, { loadsShown });
    }
  }
  throw new RunError('Throttled', `other runs keep writing s3://${lakeBucket}/${key}; retry`);
}

/** Load of a table that is newer than the known one. Undefined when there is none, or when its files are not known any more. */
async function newLoad(
  { objects, stagingBucket, lakeBucket }: PublishPorts,
  request: PublishRequest<'arrival'>,
  table: TableRecord,
  known: TableLoad | undefined,
  now: Date,
): Promise<TableLoad | undefined> {
  const { record, job } = request;
  const { startedAt, finishedAt = startedAt } = table;
  if (startedAt === undefined || finishedAt === undefined || tableStateOf(table.state) !== 'completed')
    return undefined;
  if (known !== undefined && known.finishedAt >= finishedAt) return undefined;
  if (now.getTime() - Date.parse(finishedAt) > longestAgo) return undefined;
  const folder = tableFolder({ prefix: job.stagingFolder, lowerCase: false }, stagedNames(job)(table));
  // Unproven: a reload may keep the start of the table's first load. Then its files are those after the end of the load before.
  const isReload = known !== undefined && known.loadedAt >= startedAt;
  // S3 reports whole seconds.
  const since = isReload ? Date.parse(known.finishedAt) + 1 : Math.floor(Date.parse(startedAt) / 1000) * 1000;
  const loaded = (await listObjects(objects, stagingBucket, folder)).flatMap((object) => {
    const name = object.key.slice(object.key.lastIndexOf('/') + 1);
    if (!isLoadFile(name) || object.lastModified.getTime() < since) return [];
    const target = lakeTarget(job, object);
    const at = object.lastModified.getTime();
    return target.kind === 'foreign' ? [] : [{ file: `s3://${lakeBucket}/${target.key}`, at }];
  });
  if (loaded.length === 0 && table.rows > 0) return undefined;
  // Changes wait while a table is loaded again.
  const from = isReload
    ? Math.min(Date.parse(finishedAt), ...loaded.map(({ at }) => at))
    : Date.parse(startedAt);
  return {
    job: record.jobKey,
    source: sourceOf(request, table),
    loadedAt: startedAt,
    finishedAt,
    changesFrom: changeFileName(new Date(from), zoneOf(job)),
    files: loaded.map(({ file }) => file),
  };
}

/** Zone of the names that DMS gives to files of changes. */
function zoneOf({ targetSettings }: Pick<JobPlan, 'targetSettings'>): string {
  const zone = targetSettings['DatePartitionTimezone'];
  return typeof zone === 'string' ? zone : 'UTC';
}

/** Name of a table in the list. */
function sourceOf({ job, publishing }: PublishRequest<'arrival'>, table: TableName): string {
  return parentOf(job, table) === undefined
    ? tableIdentity({ schema: table.schema, table: table.table })
    : partFolder(table, publishing.lowerCase);
}

/**
 * Loads without files of tables that are not partitions any more, by the check of this run: their rows are not in the parent, and no
 * change says so.
 */
async function gonePartitions(
  { history }: PublishPorts,
  { record, job, publishing }: PublishRequest<'arrival'>,
  known: readonly TableLoad[],
): Promise<readonly TableLoad[]> {
  if (job.partitions === undefined) return [];
  const shapes = await history.shapes(record.jobKey);
  const newest = newestShapes(shapes);
  const [seen] = newest;
  if (seen === undefined || seen.run !== record.run) return [];
  const folderOf = (table: TableName): string => partFolder(table, publishing.lowerCase);
  const present = new Set(newest.filter((one) => parentOf(job, one) !== undefined).map(folderOf));
  const before = new Set([
    ...known.map(({ source }) => source).filter(isPartFolder),
    ...shapes.filter((one) => mayBePartition(job, one)).map(folderOf),
  ]);
  return [...before]
    .filter((source) => !present.has(source))
    .map((source) => ({
      job: record.jobKey,
      source,
      loadedAt: seen.seenAt,
      finishedAt: seen.seenAt,
      changesFrom: changeFileName(new Date(seen.seenAt), zoneOf(job)),
      files: [],
    }));
}
