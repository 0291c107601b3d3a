import type { Readable } from 'node:stream';
import type { ObjectStore } from '@lakeferry/local-cloud';
import type { Client } from 'pg';
import { type Comparison, compare, keyColumns, rowsByKey, type TableName } from './compare-with-database';
import { StagedTable } from './staged-table';

/** File that was read, with the delays of its changes. */
export interface StagedFile {
  readonly table: string;
  readonly rows: number;
  /** Milliseconds from the commit of each change until its file existed. */
  readonly delays: readonly number[];
  /** Commit of the newest change, in milliseconds since 1970. Absent for a file of a load. */
  readonly newestCommit?: number;
}

/** Tables of a CSV job, built from its staged files as they arrive. */
export class StagedJob {
  readonly #read = new Set<string>();
  readonly #tables: ReadonlyMap<string, { readonly name: TableName; readonly staged: StagedTable }>;

  private constructor(
    private readonly objects: ObjectStore,
    private readonly bucket: string,
    /** BucketFolder of DMS. */
    private readonly folder: string,
    tables: ReadonlyMap<string, { readonly name: TableName; readonly staged: StagedTable }>,
  ) {
    this.#tables = tables;
  }

  /** Opens the job. `client` reads the keys of the tables. */
  static async open(
    place: { readonly objects: ObjectStore; readonly bucket: string; readonly folder: string },
    tables: readonly TableName[],
    client: Client,
  ): Promise<StagedJob> {
    const folders = new Map<string, { name: TableName; staged: StagedTable }>();
    for (const { schema, table } of tables) {
      const name = { schema, table };
      const staged = new StagedTable(await keyColumns(client, name));
      folders.set(`${place.folder}/${schema}/${table}/`, { name, staged });
    }
    return new StagedJob(place.objects, place.bucket, place.folder, folders);
  }

  /** Reads the files that are new since the last call, in the order in which DMS wrote them. */
  async readNew(): Promise<readonly StagedFile[]> {
    const there = await this.objects.list(this.bucket, `${this.folder}/`);
    const unread = there
      .filter(({ key }) => !this.#read.has(key))
      .sort((a, b) => (rank(a.key) < rank(b.key) ? -1 : 1));
    const files: StagedFile[] = [];
    for (const { key, lastModified } of unread) {
      const folder = key.slice(0, key.lastIndexOf('/') + 1);
      const table = this.#tables.get(folder);
      if (table === undefined) continue;
      const applied = table.staged.apply(await textOf(await this.objects.get(this.bucket, key)));
      this.#read.add(key);
      const isLoad = isLoadFile(nameOf(key));
      const newest = isLoad ? undefined : applied.commits.reduce((most, one) => Math.max(most, one), 0);
      files.push({
        table: `${table.name.schema}.${table.name.table}`,
        rows: applied.rows,
        delays: isLoad ? [] : applied.commits.map((commit) => lastModified.getTime() - commit),
        ...(newest === undefined ? {} : { newestCommit: newest }),
      });
    }
    return files;
  }

  /** Compares each table with the database as it is now. */
  async compare(client: Client): Promise<Readonly<Record<string, Comparison>>> {
    const results: Record<string, Comparison> = {};
    for (const { name, staged } of this.#tables.values())
      results[`${name.schema}.${name.table}`] = compare(await rowsByKey(client, name), staged.rows);
    return results;
  }
}

/** Sort key: loads before changes, and changes by time. Names alone would put `2026...` before `LOAD...`. */
function rank(key: string): string {
  const name = nameOf(key);
  return `${isLoadFile(name) ? 0 : 1}${name}`;
}

/** True for `LOAD00000001.csv`, or `SEGMENT1_LOAD00000001.csv` of a load in segments. */
function isLoadFile(name: string): boolean {
  return /^(SEGMENT\d+_)?LOAD/.test(name);
}

function nameOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}

async function textOf(body: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
