import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { CatalogueTable } from '../../aws/lake/catalogue';
import type { DatedObject } from '../../aws/lake/object-state';
import { cutText } from '../../core/cut-text';
import { viewName } from '../../core/lake/catalogue/glue-names';
import { readViewedTable, UnreadableParameter } from '../../core/lake/catalogue/viewed-table';
import { duckDb, quoted, typedSelect } from '../../core/lake/catalogue/views';
import type { JobPlan } from '../../core/planning/job-plan';
import type { TableName } from '../../core/tables/table-name';
import type { Lake } from '../lake/lake';
import { listObjects } from '../lake/list-objects';
import { duckStatements } from '../lake/query/duck-statements';
import { createTable, duckMessage, openDuckDb, type QueryResult } from '../lake/query/query-lake';
import { ownFolder } from '../own-folder';
import { UseCaseError } from '../use-case-error';
import { catalogueTable } from './lake-table';

export interface TablePreview extends QueryResult {
  /** `rows`: of the current snapshot. `changes`: as they arrived, the newest files first. */
  readonly of: 'rows' | 'changes';
  /** Files that were read, and all files of the table. */
  readonly filesRead: number;
  readonly files: number;
}

export interface PreviewLimits {
  readonly rows: number;
  /** Bytes of files that are downloaded. */
  readonly bytes: number;
  /** Characters per value. */
  readonly characters: number;
  readonly milliseconds: number;
}

export const previewLimits: PreviewLimits = {
  rows: 50,
  bytes: 64 * 1024 ** 2,
  characters: 1000,
  milliseconds: 10_000,
};

/** Reads some rows of a table in the lake with DuckDB, as text. Downloads as few files as it can, into a folder that it removes. */
export async function previewTable(
  lake: Pick<Lake, 'objects' | 'catalogue' | 'bucket' | 'reader'>,
  plan: Pick<JobPlan, 'identity' | 'publishing'>,
  name: TableName,
  limits: PreviewLimits = previewLimits,
): Promise<TablePreview> {
  const found = await catalogueTable(lake, plan, name);
  const database = plan.publishing.kind === 'none' ? undefined : plan.publishing.catalogue?.database;
  if (found === undefined || database === undefined)
    throw new UseCaseError({ kind: 'not-in-catalogue', job: plan.identity.key });
  const prefix = found.location.slice(`s3://${lake.bucket}/`.length);
  const all = (await listObjects(lake.objects, lake.bucket, prefix, mostPages)).filter(
    ({ size }) => size > 0,
  );
  const isSnapshot = plan.publishing.kind === 'snapshot';
  const chosen = chosenFiles(isSnapshot ? all : newestFirst(all), limits.bytes);
  if (chosen.length === 0 && all.length > 0)
    throw new UseCaseError({ kind: 'files-too-large', table: found.name, bytes: limits.bytes });
  const connection = await openDuckDb();
  const { path: folder, remove } = ownFolder('preview');
  const timer = setTimeout(() => connection.interrupt(), limits.milliseconds);
  try {
    const files = {
      list: async () => chosen.map(({ key }) => key),
      download: async (key: string, path: string) =>
        pipeline(await lake.reader.open(lake.bucket, key), createWriteStream(path)),
    };
    await connection.run(`CREATE SCHEMA ${quoted(database)}`);
    const tables = await duckStatements(database, [found], files, folder, found.name);
    for (const table of tables) {
      const [problem] = await createTable(connection, table);
      if (problem !== undefined) throw new UseCaseError({ kind: 'query-failed', message: problem });
    }
    // Changes of a few files do not make the present rows, so the files of arrivals are shown as they are.
    const isTyped = isSnapshot && hasTypedView(database, found);
    const from = `${quoted(database)}.${quoted(isTyped ? viewName(found.name, 'snapshot') : found.name)}`;
    const result = await connection
      .runAndReadAll(`SELECT * FROM ${from} LIMIT ${limits.rows}`)
      .catch((cause: unknown): never => {
        const message = /interrupt/i.test(String(cause))
          ? `the query took longer than ${limits.milliseconds / 1000} seconds`
          : duckMessage(cause);
        throw new UseCaseError({ kind: 'query-failed', message }, { cause });
      });
    return {
      of: isSnapshot ? 'rows' : 'changes',
      filesRead: chosen.length,
      files: all.length,
      columns: result.columnNames(),
      rows: result
        .getRows()
        .map((row) =>
          row.map((value) => (value === null ? null : cutText(String(value), limits.characters))),
        ),
    };
  } finally {
    clearTimeout(timer);
    connection.closeSync();
    remove();
  }
}

function hasTypedView(database: string, found: CatalogueTable): boolean {
  const viewed = readViewedTable(database, found);
  if (viewed === undefined || viewed instanceof UnreadableParameter) return false;
  return typedSelect(viewed, found.name, duckDb) !== undefined;
}

function newestFirst(files: readonly DatedObject[]): readonly DatedObject[] {
  return [...files].sort((a, b) => b.lastModified.getTime() - a.lastModified.getTime());
}

/** Files from the first on, as long as they fit together. */
function chosenFiles(files: readonly DatedObject[], most: number): readonly DatedObject[] {
  const chosen: DatedObject[] = [];
  let bytes = 0;
  for (const file of files) {
    bytes += file.size;
    if (bytes > most || chosen.length === mostFiles) break;
    chosen.push(file);
  }
  return chosen;
}

/** Pages of 1,000 files. A table of changes may have millions of files. */
const mostPages = 20;
/** Enough for the rows of a preview, also where each file has few. */
const mostFiles = 20;
