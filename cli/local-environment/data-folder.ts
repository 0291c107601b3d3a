import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { wrongUse } from '../errors/exit-codes';
import { isSameProcess, processStamp } from './process-stamp';

/** Increases when data of an earlier version can no longer be read. */
const format = 1;
const markerName = 'lakeferry-local.json';
const lockName = 'in-use-by.json';

const Marker = z.object({
  format: z.number(),
  /** Tables of the demo databases, once all are filled. */
  tables: z
    .array(z.object({ database: z.string(), schema: z.string(), table: z.string(), rows: z.number() }))
    .optional(),
});
type Marker = z.infer<typeof Marker>;
const Lock = z.object({ pid: z.number().int().positive(), stamp: z.string() });

/** Folder in which a local cloud and its databases are kept, and from which they continue. */
export interface DataFolder {
  readonly path: string;
  readonly cloud: string;
  readonly postgres: string;
  /** Tables that an earlier start filled; undefined where none finished. */
  readonly tables: Marker['tables'];
  keepTables(tables: NonNullable<Marker['tables']>): void;
  /** Makes the folder available to the next process. */
  release(): void;
}

/** Reserves the folder for this process. Throws when it is foreign, of another version, or in use. */
export function takeDataFolder(path: string): DataFolder {
  makeFolder(path);
  const found = readJson(join(path, markerName), Marker);
  if (found === undefined && readdirSync(path).length > 0)
    throw wrongUse(`${path} has files that no local cloud wrote`, {
      fix: 'give --data a folder that is new, empty or written by local up',
    });
  if (found !== undefined && found.format !== format)
    throw wrongUse(
      `${path} was written by another version of lakeferry (format ${found.format}, this one reads ${format})`,
      { fix: 'use that version, or another folder' },
    );
  if (found === undefined) writeJson(join(path, markerName), { format });
  lock(path);
  // For root, the server runs as another user, which must reach its folder and nothing else.
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
    throw wrongUse(`${path} cannot be created (${why})`, { fix: 'give --data another folder', cause });
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
      throw wrongUse(`${path} is in use by the local cloud of process ${holder.pid}`, {
        fix: 'use that one, or "lakeferry local down" first',
      });
    // Its process ended without removing it.
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

/** Returns undefined for a missing or invalid file. */
function readJson<T>(path: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}
