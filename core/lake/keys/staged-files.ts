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

/** Load of a table into staging. */
export interface StagedLoad {
  /** Names in staging. */
  readonly name: TableName;
  readonly since: Date;
  /** Absent: it is the newest load of the table. */
  readonly until?: Date | undefined;
}

export interface FilesOfLoad {
  readonly files: readonly StagedFile[];
  /** True if files are newer than the load: another load has replaced it. */
  readonly isReplaced: boolean;
}

/**
 * Files that each load wrote, in the order of `loads`. A shorter reload leaves files of the load before, which are older than the
 * run's start (docs/pitfalls.md#files-of-an-earlier-load).
 * S3 reports whole seconds, so the second of the start counts.
 */
export function filesOfLoads(
  objects: readonly StagedObject[],
  stagingFolder: string,
  loads: readonly StagedLoad[],
): readonly FilesOfLoad[] {
  const found = loads.map(({ since, until }) => ({
    since: Math.floor(since.getTime() / 1000) * 1000,
    until: until?.getTime() ?? Number.POSITIVE_INFINITY,
    files: [] as StagedFile[],
    isReplaced: false,
  }));
  const byFolder = new Map(
    loads.map(({ name }, index) => [
      tableFolder({ prefix: stagingFolder, lowerCase: false }, name),
      found[index],
    ]),
  );
  for (const object of objects) {
    const folder = object.key.endsWith('/') ? undefined : folderOf(object.key, stagingFolder);
    const load = folder === undefined ? undefined : byFolder.get(folder);
    const at = object.lastModified.getTime();
    if (folder === undefined || load === undefined || at < load.since) continue;
    if (at > load.until) load.isReplaced = true;
    else load.files.push({ ...object, path: object.key.slice(folder.length) });
  }
  return found.map(({ files, isReplaced }) => ({ files, isReplaced }));
}

/** `<stagingFolder>/<schema>/<table>/`. */
function folderOf(key: string, stagingFolder: string): string | undefined {
  if (!key.startsWith(`${stagingFolder}/`)) return undefined;
  const schemaEnd = key.indexOf('/', stagingFolder.length + 1);
  const tableEnd = schemaEnd < 0 ? -1 : key.indexOf('/', schemaEnd + 1);
  return tableEnd < 0 ? undefined : key.slice(0, tableEnd + 1);
}
