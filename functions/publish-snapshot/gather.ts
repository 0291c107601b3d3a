import { type ParquetFooter, readFooter, readFirstLine } from '../../application/lake/file-evidence';
import { countRows } from '../../application/lake/count-rows';
import type { Snapshots } from '../../application/lake/snapshots';
import { SourceChanged, SourceGone } from '../../aws/lake/copy-request';
import { mapConcurrently } from '../../core/concurrency';
import { columnsOf, keyOf as primaryKeyOf } from '../../core/lake/catalogue/columns';
import { fileFormat } from '../../core/lake/catalogue/glue-table';
import { publishProgressKey, snapshotOf } from '../../core/lake/keys/snapshot-keys';
import type { StagedFile } from '../../core/lake/keys/staged-files';
import { stagedNames } from '../../core/lake/keys/staged-names';
import { type Manifest, type ManifestFile, sealManifest } from '../../core/lake/snapshots/manifest';
import { keptUntil } from '../../core/lake/snapshots/named-snapshot';
import { type FileFacts, readPublishProgress } from '../../core/lake/snapshots/publish-progress';
import type { FreshTable, SnapshotPlan } from '../../core/runs/publishing/plan-snapshot';
import { rowCountProblems } from '../../core/runs/publishing/row-count-check';
import { RunError } from '../../core/runs/record/run-error';
import { tableIdentity } from '../../core/tables/table-name';
import { keepProgress } from './keep-progress';
import type { IsLate, PublishPorts, PublishRequest } from './publish-ports';
import { rejectClosed } from './reject-closed';

const filesAtOnce = 24;
/** Parts of files in memory while rows are counted. */
const countedAtOnce = 6;
/** Bytes of a run whose rows are counted: some minutes of work. */
const countedBytes = 50 * 1024 ** 3;
const listedProblems = 10;
/** Part of a file that is remembered while its facts are read. */
const rememberedBytes = 64 * 1024;

interface TableFile {
  readonly table: FreshTable;
  readonly file: StagedFile;
  /** True if its columns are used for the table. */
  readonly isFirst: boolean;
}

interface GatheredFrom {
  readonly plan: SnapshotPlan;
  readonly snapshots: Snapshots;
  /** Snapshot whose tables the plan carries. */
  readonly before: Manifest | undefined;
}

/**
 * Reads the facts of the files, compares them with DMS's statistics, and copies the files. Undefined when the time of the invocation
 * ended first: the publish progress keeps the facts, the lake the copies.
 */
export async function gather(
  ports: PublishPorts,
  request: PublishRequest<'snapshot'>,
  { plan, snapshots, before }: GatheredFrom,
  isLate: IsLate,
): Promise<Manifest | undefined> {
  const { record, job, publishing } = request;
  const { documents, lakeBucket } = ports;
  const snapshot = snapshotOf(record.run);
  const format = fileFormat(job.targetSettings, false);
  const files: readonly TableFile[] = plan.fresh.flatMap((table) =>
    table.files.map((file, index) => ({ table, file, isFirst: index === 0 })),
  );
  const key = publishProgressKey(publishing, snapshot);
  const kept = await documents.read(lakeBucket, key);
  const facts = new Map<string, FileFacts>(
    Object.entries((kept === undefined ? undefined : readPublishProgress(kept.text))?.files ?? {}),
  );
  const isCounted = mayCount(files, format);
  const keepPublishProgress = (): Promise<void> =>
    keepProgress(ports, publishing, snapshot, {
      run: record.run,
      folders: plan.fresh.map(({ folder }) => folder),
      carried: plan.carried.map(({ folder }) => folder),
      files: Object.fromEntries(facts),
    });
  const handBack = async (): Promise<undefined> => {
    await keepPublishProgress();
    return undefined;
  };

  await mapConcurrently(isCounted ? countedAtOnce : filesAtOnce, files, async (one) => {
    if (!facts.has(one.file.key) && !isLate())
      facts.set(one.file.key, await readFacts(ports, one, format, isCounted));
  });
  if (files.some(({ file }) => !facts.has(file.key))) return await handBack();
  const problems = rowCountProblems(
    plan.fresh.map(({ record: table, files: own }) => ({
      record: table,
      files: own.map((file) => ({ rows: facts.get(file.key)?.rows })),
    })),
    format.type === 'csv' ? 'the files have' : 'the footers of the files count',
  );
  if (problems.length > 0) throw unsound(problems);

  await keepPublishProgress();
  await rejectRemoved(snapshots, before);
  await rejectClosed(ports, record.run);
  await mapConcurrently(filesAtOnce, files, async (one) => {
    const known = facts.get(one.file.key) ?? {};
    if (known.copied === undefined && !isLate())
      facts.set(one.file.key, { ...known, copied: await copyFile(ports, one) });
  });
  if (files.some(({ file }) => facts.get(file.key)?.copied === undefined)) return await handBack();

  const shapes = new Map(
    (await ports.history.shapes(record.jobKey)).map((shape) => [tableIdentity(shape), shape]),
  );
  const namesOf = stagedNames(job);
  const fresh = plan.fresh.map((table) => {
    const shape = shapes.get(tableIdentity(table.record));
    const first = facts.get(table.files[0]?.key ?? '');
    const primaryKey = primaryKeyOf(shape, job.tableMappings['rules']);
    return {
      schema: table.record.schema,
      table: table.record.table,
      staged: namesOf(table.record),
      folder: table.folder,
      snapshot,
      rows: table.record.rows,
      columns: [
        ...columnsOf({
          footer: first?.schema,
          header: first?.header,
          fields: first?.fields,
          shape,
          added: format,
          rules: job.tableMappings['rules'],
          connectionAttributes: job.connection?.connectionAttributes,
        }),
      ],
      ...(primaryKey === undefined ? {} : { primaryKey: [...primaryKey] }),
      files: table.files.map((file) => manifestFile(table, file, facts.get(file.key))),
    };
  });
  const tables = [...fresh, ...plan.carried].sort((a, b) => (tableIdentity(a) < tableIdentity(b) ? -1 : 1));
  await rejectClosed(ports, record.run);
  return sealManifest({
    version: 1,
    snapshot,
    jobKey: record.jobKey,
    run: record.run,
    openedAt: record.openedAt,
    format,
    ...(record.part === undefined ? {} : { keptUntil: keptUntil(new Date(record.openedAt)) }),
    ...(publishing.catalogue === undefined ? {} : { catalogue: publishing.catalogue }),
    tables,
  });
}

/** Rejects a plan whose earlier snapshot is being removed. From the recording of the progress on, nobody removes its folders. */
async function rejectRemoved(snapshots: Snapshots, before: Manifest | undefined): Promise<void> {
  if (before === undefined || (await snapshots.isKept(before.snapshot))) return;
  throw new RunError('Throttled', `the snapshot ${before.snapshot} was removed during the publish; retry`);
}

async function readFacts(
  { documents: all, stagingBucket }: PublishPorts,
  { file, isFirst }: TableFile,
  format: Manifest['format'],
  isCounted: boolean,
): Promise<FileFacts> {
  const documents = readingOnce(all);
  const state = { ...file, bucket: stagingBucket };
  if (format.type === 'parquet') {
    const { rows, schema }: ParquetFooter = await readFooter(documents, state);
    return isFirst ? { rows, schema: schema.map((element) => ({ ...element })) } : { rows };
  }
  return {
    ...(isFirst ? await readFirstLine(documents, state, format) : {}),
    ...(isCounted ? { rows: await countedRows(documents, state, format) } : {}),
  };
}

/** Documents that remember the first part of a file: a small one is read once for its first line and its rows. */
function readingOnce(documents: PublishPorts['documents']): PublishPorts['documents'] {
  const parts = new Map<string, Promise<Uint8Array>>();
  return {
    ...documents,
    range(bucket, key, from, length) {
      if (from > 0 || length > rememberedBytes) return documents.range(bucket, key, from, length);
      const name = `${bucket}/${key} ${length}`;
      const part = parts.get(name) ?? documents.range(bucket, key, from, length);
      parts.set(name, part);
      return part;
    },
  };
}

async function countedRows(
  documents: PublishPorts['documents'],
  state: Parameters<typeof countRows>[1],
  format: Manifest['format'],
): Promise<number> {
  try {
    return await countRows(documents, state, format);
  } catch (error) {
    if (error instanceof RunError) throw error;
    const { bucket, key } = state;
    throw unsound([`s3://${bucket}/${key} is not a complete file: ${String(error)}`]);
  }
}

/** CSV has no footer: its rows are counted, unless that would take hours (docs/pitfalls.md#files-of-an-earlier-load). */
function mayCount(files: readonly TableFile[], { type }: Manifest['format']): boolean {
  return type === 'csv' && files.reduce((bytes, { file }) => bytes + file.size, 0) <= countedBytes;
}

/** Copies a file and returns the ETag of the copy. */
async function copyFile(
  { objects, stagingBucket, lakeBucket }: PublishPorts,
  { table, file }: TableFile,
): Promise<string> {
  const to = { bucket: lakeBucket, key: keyOf(table, file) };
  try {
    return (await objects.copy({ from: { ...file, bucket: stagingBucket }, to })).eTag;
  } catch (cause) {
    if (!(cause instanceof SourceChanged || cause instanceof SourceGone)) throw cause;
    throw unsound([`${cause.message} during the publish`], cause);
  }
}

function keyOf({ folder }: FreshTable, { path }: StagedFile): string {
  return `${folder}${path}`;
}

function manifestFile(table: FreshTable, file: StagedFile, facts: FileFacts | undefined): ManifestFile {
  return {
    key: keyOf(table, file),
    size: file.size,
    eTag: facts?.copied ?? '',
    ...(facts?.rows === undefined ? {} : { rows: facts.rows }),
  };
}

function unsound(reasons: readonly string[], cause?: Error): RunError {
  const more = reasons.length - listedProblems;
  const listed = [...reasons.slice(0, listedProblems), ...(more > 0 ? [`and ${more} more tables`] : [])];
  return new RunError('SnapshotUnsound', `${listed.join('; ')}; nothing was published; run the job again`, {
    cause,
  });
}
