import type { TableName } from '../../tables/table-name';
import { tableFolder } from './snapshot-keys';

/** Object of the staging bucket. */
export interface StagedObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  readonly eTag: string;
  readonly lastModified: Date;
}

export interface StagedFile extends StagedObject {
  /** Path below the table's folder: parallel loads have folders and segments of their own. */
  readonly path: string;
}

/**
 * Files that the run's own load wrote, per table, in the order of `tables`. A shorter reload leaves files of the load before,
 * which are older than the run's start (docs/pitfalls.md#files-of-an-earlier-load).
 * S3 reports whole seconds, so the second of the start counts.
 */
export function filesOfRun(
  objects: readonly StagedObject[],
  stagingFolder: string,
  tables: readonly TableName[],
  startRequestedAt: Date,
): readonly (readonly StagedFile[])[] {
  const since = Math.floor(startRequestedAt.getTime() / 1000) * 1000;
  const found: StagedFile[][] = tables.map(() => []);
  const indexOf = new Map(
    tables.map((table, index) => [tableFolder({ prefix: stagingFolder, lowerCase: false }, table), index]),
  );
  for (const object of objects) {
    if (object.key.endsWith('/') || object.lastModified.getTime() < since) continue;
    const folder = folderOf(object.key, stagingFolder);
    const index = folder === undefined ? undefined : indexOf.get(folder);
    if (folder !== undefined && index !== undefined)
      found[index]?.push({ ...object, path: object.key.slice(folder.length) });
  }
  return found;
}

/** `<stagingFolder>/<schema>/<table>/`. */
function folderOf(key: string, stagingFolder: string): string | undefined {
  if (!key.startsWith(`${stagingFolder}/`)) return undefined;
  const schemaEnd = key.indexOf('/', stagingFolder.length + 1);
  const tableEnd = schemaEnd < 0 ? -1 : key.indexOf('/', schemaEnd + 1);
  return tableEnd < 0 ? undefined : key.slice(0, tableEnd + 1);
}
