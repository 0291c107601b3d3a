import type { Readable } from 'node:stream';
import type { ObjectStore } from '@lakeferry/local-cloud';
import type { Client } from 'pg';
import { type Comparison, compare, keyColumns, rowsByKey, type TableName } from './database-table';
import { StagedTable } from './staged-table';

export interface Arrival {
  readonly table: string;
  readonly rows: number;
  /** Milliseconds from each change's commit until its file was there. */
  readonly delays: readonly number[];
  /** Of the newest change, in milliseconds since 1970; absent for a load's file. */
  readonly newestCommit?: number;
}

/** The tables of a CSV job as its files in staging make them, read as they come. */
export class StagedJob {
  readonly #read = new Set<string>();
  readonly #tables: ReadonlyMap<string, { readonly name: TableName; readonly staged: StagedTable }>;

  private constructor(
    private readonly objects: ObjectStore,
    private readonly bucket: string,
    /** DMS's BucketFolder. */
    private readonly folder: string,
    tables: ReadonlyMap<string, { readonly name: TableName; readonly staged: StagedTable }>,
  ) {
    this.#tables = tables;
  }

  /** `client` is for the keys of the tables. */
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

  /** Reads the files that came since the last look, in the order in which DMS wrote them. */
  async look(): Promise<readonly Arrival[]> {
    const there = await this.objects.list(this.bucket, `${this.folder}/`);
    const news = there
      .filter(({ key }) => !this.#read.has(key))
      .sort((a, b) => (rank(a.key) < rank(b.key) ? -1 : 1));
    const arrivals: Arrival[] = [];
    for (const { key, lastModified } of news) {
      const folder = key.slice(0, key.lastIndexOf('/') + 1);
      const table = this.#tables.get(folder);
      if (table === undefined) continue;
      const applied = table.staged.apply(await textOf(await this.objects.get(this.bucket, key)));
      this.#read.add(key);
      const isLoad = isLoadFile(nameOf(key));
      const newest = isLoad ? undefined : applied.commits.reduce((most, one) => Math.max(most, one), 0);
      arrivals.push({
        table: `${table.name.schema}.${table.name.table}`,
        rows: applied.rows,
        delays: isLoad ? [] : applied.commits.map((commit) => lastModified.getTime() - commit),
        ...(newest === undefined ? {} : { newestCommit: newest }),
      });
    }
    return arrivals;
  }

  /** Each table held against the database as it is now. */
  async compare(client: Client): Promise<Readonly<Record<string, Comparison>>> {
    const results: Record<string, Comparison> = {};
    for (const { name, staged } of this.#tables.values())
      results[`${name.schema}.${name.table}`] = compare(await rowsByKey(client, name), staged.rows);
    return results;
  }
}

/** Loads before changes, changes by their time: names alone would put `2026...` before `LOAD...`. */
function rank(key: string): string {
  const name = nameOf(key);
  return `${isLoadFile(name) ? 0 : 1}${name}`;
}

/** `LOAD00000001.csv`, or `SEGMENT1_LOAD00000001.csv` of a load in segments. */
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
