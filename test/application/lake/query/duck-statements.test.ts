import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { duckStatements } from '../../../../application/lake/query/duck-statements';
import { createTable } from '../../../../application/lake/query/query-lake';
import type { CatalogueTable } from '../../../../aws/lake/catalogue';
import { loadListGlueTable, loadListText } from '../../../../core/lake/catalogue/load-list';
import { type GlueTable, glueTable } from '../../../../core/lake/catalogue/glue-table';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lakeferry-duck-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function tableOf(name: string, columns: readonly string[], isPartitioned = false): CatalogueTable {
  const made: GlueTable = glueTable({
    jobKey: 'sales/live',
    source: { schema: 's', table: name },
    name,
    location: `s3://lake/live/${name}/`,
    columns: columns.map((column) => ({ name: column, type: column === 'id' ? 'int' : 'string' })),
    primaryKey: ['id'],
    isPartitioned,
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
  return catalogued(made);
}

function catalogued(made: GlueTable): CatalogueTable {
  return {
    name: made.Name,
    location: made.StorageDescriptor.Location,
    columns: made.StorageDescriptor.Columns.map(({ Name, Type }) => ({ name: Name, type: Type })),
    partitionKeys: [],
    parameters: made.Parameters,
    serde: made.StorageDescriptor.SerdeInfo.Parameters,
  };
}

const lake: Record<string, string> = {
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

test.each([
  ['lakeferry.types', '["int"'],
  ['lakeferry.primary-key', 'id'],
  ['lakeferry.primary-key', '{"id": 1}'],
  ['lakeferry.types', '[1, null]'],
])('a table whose parameter %s is %s is named, and does not stop a query of another', async (name, value) => {
  const good = tableOf('broken_changes', ['Op', 'ts', 'id', 'seq']);
  const broken = { ...good, parameters: { ...good.parameters, [name]: value } };
  const { rows, unreadable } = await query('SELECT id FROM db.orders_current ORDER BY id', undefined, [
    broken,
  ]);
  expect(rows).toEqual([[1], [2]]);
  expect(unreadable).toEqual([
    expect.stringMatching(`^db.broken_changes cannot be read: its parameter ${name} is not a list`),
  ]);
});

describe('after a second load, which has the names and perhaps the time of the first', () => {
  const changes = 'live/again_changes';
  const header = 'Op,ts,id,note,seq';
  const line = (op: string, at: string, id: number, note: string) => `${op},${at},${id},${note},`;
  const first = '2026-01-01 10:00:00.000000';
  const staged: Readonly<Record<string, readonly string[]>> = {
    [`${changes}/day=01/LOAD00000001.csv`]: [line('I', first, 1, 'old'), line('I', first, 2, 'old')],
    [`${changes}/day=01/LOAD00000002.csv`]: [line('I', first, 3, 'old')],
    [`${changes}/day=01/20260101-110000000.csv`]: [
      line('U', '2026-01-01 10:59:00.000000', 1, 'before'),
      line('I', '2026-01-01 10:59:00.000000', 4, 'before'),
    ],
    [`${changes}/day=02/p0/SEGMENT2_LOAD00000001.csv`]: [
      line('I', first, 1, 'new'),
      line('I', first, 5, 'new'),
    ],
    [`${changes}/day=02/20260102-110000000.csv`]: [line('U', '2026-01-02 10:59:00.000000', 5, 'changed')],
  };
  const own = { job: 'sales/live', source: '["s","again_changes"]' };

  beforeEach(() => {
    for (const [key, lines] of Object.entries(staged)) lake[key] = [header, ...lines, ''].join('\n');
  });
  afterEach(() => {
    for (const key of Object.keys(lake)) if (/again|lakeferry-newest-loads/.test(key)) delete lake[key];
  });

  async function current(loads: string): Promise<readonly unknown[]> {
    lake['lakeferry-newest-loads/db/live.json'] = loads;
    const list = loadListGlueTable('lake', 'db');
    const { rows, unreadable } = await query('SELECT id, note FROM db.again_current ORDER BY id', undefined, [
      tableOf('again_changes', header.split(',')),
      catalogued(list),
    ]);
    expect(unreadable).toEqual([]);
    return rows;
  }

  test('the view has the rows of the newest load and of the changes after it', async () => {
    const load = {
      ...own,
      loadedAt: '2026-01-02T09:00:00.000Z',
      finishedAt: '',
      changesFrom: '20260102-090000000',
    };
    const files = [`s3://lake/${changes}/day=02/p0/SEGMENT2_LOAD00000001.csv`];
    expect(await current(loadListText([{ ...load, files }]))).toEqual([
      [1, 'new'],
      [5, 'changed'],
    ]);
    // A table that was empty when it was loaded.
    expect(await current(loadListText([{ ...load, files: [] }]))).toEqual([[5, 'changed']]);
  });

  test('a change after the load wins, whatever the clock or the time zone of the source says', async () => {
    const folder = `${changes}/day=02/p0`;
    lake[`${folder}/SEGMENT2_LOAD00000001.csv`] = [
      header,
      'I,2026-01-02 09:00:00.000000,1,loaded,',
      'I,2026-01-02 09:00:00.000000,2,loaded,',
      '',
    ].join('\n');
    lake[`${folder}/20260102-091000000.csv`] = [
      header,
      'U,2026-01-02 04:09:00.000000,1,changed,',
      'D,2026-01-02 04:09:00.000000,2,,',
      '',
    ].join('\n');
    const load = { ...own, loadedAt: '2026-01-02T09:00:00.000Z', finishedAt: '' };
    const files = [`s3://lake/${folder}/SEGMENT2_LOAD00000001.csv`];
    expect(await current(loadListText([{ ...load, changesFrom: '20260102-090000000', files }]))).toEqual([
      [1, 'changed'],
      [5, 'changed'],
    ]);
  });

  test('loads of other tables and jobs change nothing, nor does an empty list', async () => {
    const other = { loadedAt: '', finishedAt: '', changesFrom: '99990101-000000000', files: [] };
    const all = [
      [1, 'before'],
      [2, 'old'],
      [3, 'old'],
      [4, 'before'],
      [5, 'changed'],
    ];
    expect(
      await current(
        loadListText([
          { ...own, ...other, job: 'sales/other' },
          { ...own, ...other, source: '["s","other"]' },
        ]),
      ),
    ).toEqual(all);
    expect(await current('')).toEqual(all);
  });
});

describe('a table whose partitions have folders of their own', () => {
  const folderOf = (part: string, day = '01') => `live/parts_changes/day=${day}/part=s.${part}`;
  const header = 'Op,ts,id,note,seq';
  const put = (key: string, ...lines: readonly string[]): void => {
    lake[key] = [header, ...lines, ''].join('\n');
  };
  const at = (time: string): string => `2026-01-02 ${time}.000000`;
  afterEach(() => {
    for (const key of Object.keys(lake)) if (/parts_changes|newest-loads/.test(key)) delete lake[key];
  });

  async function current(loads?: string): Promise<readonly unknown[]> {
    if (loads !== undefined) lake['lakeferry-newest-loads/db/live.json'] = loads;
    const { rows, unreadable } = await query(
      'SELECT id, note FROM db.parts_current ORDER BY id, note',
      undefined,
      [
        tableOf('parts_changes', header.split(','), true),
        ...(loads === undefined ? [] : [catalogued(loadListGlueTable('lake', 'db'))]),
      ],
    );
    expect(unreadable).toEqual([]);
    return rows;
  }

  test('has each row of each partition, also one that moved, and a key that two of them have', async () => {
    put(`${folderOf('a')}/LOAD00000001.csv`, `I,${at('10:00:00')},1,a,`, `I,${at('10:00:00')},2,a,`);
    put(`${folderOf('b')}/LOAD00000001.csv`, `I,${at('10:00:00')},2,b,`);
    // In one transaction, so with one time. Each file is named after the time at which it was written.
    put(`${folderOf('a')}/20260102-110000001.csv`, `D,${at('11:00:00')},1,,`);
    put(`${folderOf('b')}/20260102-110000000.csv`, `I,${at('11:00:00')},1,moved,`);
    // A partition that was created while the task ran.
    put(`${folderOf('c', '02')}/20260103-110000000.csv`, `I,${at('12:00:00')},9,c,`);
    // From before the job named its partitions.
    put('live/parts_changes/day=01/LOAD00000001.csv', `I,${at('10:00:00')},7,parent,`);
    const all = [
      [1, 'moved'],
      [2, 'a'],
      [2, 'b'],
      [9, 'c'],
    ];
    expect(await current()).toEqual(all);
    expect(await current('')).toEqual(all);
  });

  test('has the change after the load, whatever the clock of the source says', async () => {
    put(
      `${folderOf('a')}/LOAD00000001.csv`,
      `I,${at('10:00:00')},1,loaded,`,
      `I,${at('10:00:00')},2,loaded,`,
    );
    put(
      `${folderOf('a')}/20260102-101000000.csv`,
      `U,${at('05:09:00')},1,changed,`,
      `D,${at('05:09:00')},2,,`,
    );
    const load = { job: 'sales/live', loadedAt: '', finishedAt: '', changesFrom: '20260102-100000000' };
    const files = [`s3://lake/${folderOf('a')}/LOAD00000001.csv`];
    expect(await current(loadListText([{ ...load, source: 'part=s.a', files }]))).toEqual([[1, 'changed']]);
  });

  test('has of each partition the newest load, and nothing of one that is gone', async () => {
    put(`${folderOf('a')}/LOAD00000001.csv`, `I,${at('10:00:00')},1,old,`, `I,${at('10:00:00')},2,old,`);
    put(`${folderOf('a')}/20260102-110000000.csv`, `I,${at('11:00:00')},3,old,`);
    put(`${folderOf('a', '03')}/LOAD00000001.csv`, `I,${at('10:00:00')},1,new,`);
    put(`${folderOf('b')}/LOAD00000001.csv`, `I,${at('10:00:00')},5,b,`);
    put(`${folderOf('gone')}/LOAD00000001.csv`, `I,${at('10:00:00')},6,gone,`);
    put(`${folderOf('gone')}/20260102-110000000.csv`, `U,${at('11:00:00')},6,gone,`);
    // Created again after it was gone.
    put(`${folderOf('gone', '03')}/20260104-110000000.csv`, `I,2026-01-04 11:00:00.000000,8,again,`);
    const load = { job: 'sales/live', loadedAt: '', finishedAt: '', changesFrom: '20260103-000000000' };
    const loads = loadListText([
      { ...load, source: 'part=s.a', files: [`s3://lake/${folderOf('a', '03')}/LOAD00000001.csv`] },
      { ...load, source: 'part=s.gone', files: [] },
      { ...load, source: 'part=s.b', job: 'sales/other', files: [] },
    ]);
    expect(await current(loads)).toEqual([
      [1, 'new'],
      [5, 'b'],
      [8, 'again'],
    ]);
  });
});
