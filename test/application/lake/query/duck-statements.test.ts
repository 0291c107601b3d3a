import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { duckStatements } from '../../../../application/lake/query/duck-statements';
import { createTable } from '../../../../application/lake/query/query-lake';
import type { CatalogueTable } from '../../../../aws/lake/catalogue';
import { type GlueTable, glueTable } from '../../../../core/lake/catalogue/glue-table';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lakeferry-duck-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function tableOf(name: string, columns: readonly string[]): CatalogueTable {
  const made: GlueTable = glueTable({
    jobKey: 'sales/live',
    source: { schema: 's', table: name },
    name,
    location: `s3://lake/live/${name}/`,
    columns: columns.map((column) => ({ name: column, type: column === 'id' ? 'int' : 'string' })),
    primaryKey: ['id'],
    format: {
      type: 'csv',
      compressed: false,
      delimiter: ',',
      header: true,
      nullValue: '\\N',
      operation: true,
      timestamp: 'ts',
      sequence: 'seq',
    },
  });
  return {
    name: made.Name,
    location: made.StorageDescriptor.Location,
    columns: made.StorageDescriptor.Columns.map(({ Name, Type }) => ({ name: Name, type: Type })),
    partitionKeys: [],
    parameters: made.Parameters,
    serde: made.StorageDescriptor.SerdeInfo.Parameters,
  };
}

const lake: Readonly<Record<string, string>> = {
  'live/orders_changes/year=2026/a.csv': 'Op,ts,id,note,seq\nI,2026-01-01,1,a,\n',
  'live/orders_changes/year=2026/b.csv': 'Op,ts,id,note,more,seq\nI,2026-01-02,2,b,9,\n',
  'live/orders_changes/snapshot=20250101T000000Z/LOAD00000001.parquet': 'a snapshot of before',
  'live/big_changes/year=2026/c.csv': 'Op,ts,id,seq\nI,2026-01-01,1,\n',
};

async function query(
  sql: string,
  columns = ['Op', 'ts', 'id', 'note', 'seq'],
  more: readonly CatalogueTable[] = [],
) {
  const downloaded: string[] = [];
  const files = {
    list: async (location: string) =>
      Object.keys(lake).filter((key) => `s3://lake/${key}`.startsWith(location)),
    download: async (key: string, path: string) => {
      downloaded.push(key);
      await writeFile(path, lake[key] ?? '');
    },
  };
  const tables = [tableOf('orders_changes', columns), tableOf('big_changes', ['Op', 'ts', 'id', 'seq'])];
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run('CREATE SCHEMA db');
  const unreadable: string[] = [];
  for (const table of await duckStatements('db', [...tables, ...more], files, folder, sql))
    unreadable.push(...(await createTable(connection, table)));
  const rows = (await connection.runAndReadAll(sql)).getRows();
  connection.closeSync();
  return { rows, downloaded, unreadable };
}

test('only files of tables that the query names are downloaded; the others are there to be listed, with their views', async () => {
  const { rows, downloaded } = await query('SELECT id, note FROM db.ORDERS_current ORDER BY id');
  expect(rows).toEqual([
    [1, 'a'],
    [2, 'b'],
  ]);
  expect(downloaded.every((key) => key.includes('/orders_changes/'))).toBe(true);
  const all = await query('SHOW ALL TABLES');
  expect(all.downloaded).toEqual([]);
  expect(all.rows.map((row) => row[2])).toEqual([
    'big_changes',
    'big_current',
    'orders_changes',
    'orders_current',
  ]);
});

test('CSV is read by the names in its first line, whatever column was added between two files', async () => {
  expect((await query('SELECT note, seq FROM db.orders_changes ORDER BY id')).rows).toEqual([
    ['a', ''],
    ['b', ''],
  ]);
  const wider = ['Op', 'ts', 'id', 'note', 'more', 'later', 'seq'];
  expect((await query('SELECT more, later FROM db.orders_current ORDER BY id', wider)).rows).toEqual([
    [null, null],
    ['9', null],
  ]);
});

test('a table has the columns of the catalogue and no other: not the file that a row comes from', async () => {
  expect((await query('SELECT * FROM db.orders_changes ORDER BY id')).rows).toEqual([
    ['I', '2026-01-01', '1', 'a', ''],
    ['I', '2026-01-02', '2', 'b', ''],
  ]);
});

test('snapshots that a job published before its files arrived one by one are no changes', async () => {
  expect((await query('SELECT count(*) FROM db.orders_changes')).downloaded.sort()).toEqual([
    'live/orders_changes/year=2026/a.csv',
    'live/orders_changes/year=2026/b.csv',
  ]);
});

const typedAs = (name: string, type: string): CatalogueTable => {
  const table = tableOf(name, ['Op', 'ts', 'id', 'note', 'seq']);
  const types = ['string', 'string', 'int', type, 'string'];
  return { ...table, parameters: { ...table.parameters, 'lakeferry.types': JSON.stringify(types) } };
};

test.each(['decimal(50,2)', 'decimal(39,0)'])(
  'a %s in a catalogue of before is text, also for queries of its own table',
  async (type) => {
    const wide = typedAs('wide_changes', type);
    expect(await query('SELECT count(*) FROM db.wide_current', undefined, [wide])).toMatchObject({
      rows: [[0n]],
      unreadable: [],
    });
  },
);

test.each(['no_such_type', 'decimal(2,9)'])(
  'a table with the type %s is named, and does not stop a query of another',
  async (type) => {
    const broken = typedAs('broken_changes', type);
    const { rows, unreadable } = await query('SELECT id FROM db.orders_current ORDER BY id', undefined, [
      broken,
    ]);
    expect(rows).toEqual([[1], [2]]);
    expect(unreadable).toEqual([expect.stringMatching(/^db\.broken_changes cannot be read: /)]);
  },
);
