import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { wrongUse } from '../errors/exit-codes';
import { isSameProcess, processStamp } from './process-stamp';

/** Rises when what an earlier version kept can no longer be read. */
const format = 1;
const markerName = 'lakeferry-local.json';
const lockName = 'in-use-by.json';

const Marker = z.object({
  format: z.number(),
  /** The demo databases, once they were made up whole. */
  tables: z
    .array(z.object({ database: z.string(), schema: z.string(), table: z.string(), rows: z.number() }))
    .optional(),
});
type Marker = z.infer<typeof Marker>;
const Lock = z.object({ pid: z.number().int().positive(), stamp: z.string() });

/** Where a local cloud and its databases stay when it ends, and go on from. */
export interface DataFolder {
  readonly path: string;
  readonly cloud: string;
  readonly postgres: string;
  /** What an earlier life made up; undefined where there is none, or none that was finished. */
  readonly tables: Marker['tables'];
  keepTables(tables: NonNullable<Marker['tables']>): void;
  /** For the next one. */
  release(): void;
}

/** Takes the folder for this process. Throws a CommandError when it is not ours, of another version or in use. */
export function takeDataFolder(path: string): DataFolder {
  makeFolder(path);
  const found = readJson(join(path, markerName), Marker);
  if (found === undefined && readdirSync(path).length > 0)
    throw wrongUse(
      `${path} is not empty, and no local cloud wrote it: give --data a folder that is new, empty or written by local up`,
    );
  if (found !== undefined && found.format !== format)
    throw wrongUse(
      `${path} was written by another version of lakeferry (format ${found.format}, this one reads ${format}): use that version, or another folder`,
    );
  if (found === undefined) writeJson(join(path, markerName), { format });
  lock(path);
  // The server runs as somebody else where we are root: it must find its folder, and nothing else.
  chmodSync(path, 0o711);
  return {
    path,
    cloud: join(path, 'cloud'),
    postgres: join(path, 'postgres'),
    tables: found?.tables,
    keepTables: (tables) => writeJson(join(path, markerName), { format, tables }),
    release: () => rmSync(join(path, lockName), { force: true }),
  };
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (cause) {
    const why = codeOf(cause) ?? String(cause);
    throw wrongUse(`${path} cannot be made a folder (${why}): give --data another`, { cause });
  }
}

function lock(path: string): void {
  const file = join(path, lockName);
  const own = JSON.stringify({ pid: process.pid, stamp: processStamp(process.pid) ?? '' });
  for (;;) {
    try {
      writeFileSync(file, own, { flag: 'wx', mode: 0o600 });
      return;
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
    const holder = readJson(file, Lock);
    if (holder !== undefined && isSameProcess(holder.pid, holder.stamp))
      throw wrongUse(
        `${path} is in use by the local cloud of process ${holder.pid}: use that one, or "lakeferry local down" first`,
      );
    // It died and left its lock behind.
    rmSync(file, { force: true });
  }
}

function isTaken(error: unknown): boolean {
  return codeOf(error) === 'EEXIST';
}

function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
}

function writeJson(path: string, value: unknown): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(value)}\n`);
  renameSync(`${path}.new`, path);
}

/** Undefined when it is not there or not what it should be. */
function readJson<T>(path: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}
