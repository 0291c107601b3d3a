import type { TableName } from '../../tables/table-name';
import { tableFolder } from './snapshot-keys';

/** An object of the staging bucket. */
export interface StagedObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  readonly eTag: string;
  readonly lastModified: Date;
}

export interface StagedFile extends StagedObject {
  /** Below the table's folder: parallel loads make folders and segments of their own. */
  readonly path: string;
}

/**
 * The files of each table that the run's own load wrote, by the table's place in `tables`. A reload that came out shorter leaves files
 * of the load before (S7): they are older than the run's start. S3 gives whole seconds, so the second of the start counts.
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
