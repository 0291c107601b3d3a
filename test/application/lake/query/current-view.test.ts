import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { statementsOf } from '../../../../application/lake/query/duck-statements';
import { glueTable } from '../../../../core/lake/catalogue/glue-table';
import { viewedTable } from '../../../../core/lake/catalogue/viewed-table';
import { foundTable } from '../../../helpers/lake/found-table';
import { athenaView } from '../../../../core/lake/catalogue/views';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lakeferry-view-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const tableWith = (sequence: string | undefined) =>
  glueTable({
    jobKey: 'sales/orders-live',
    source: { schema: 'sales', table: 'orders' },
    name: 'orders_changes',
    location: 's3://lake/sales/orders-live/sales/orders/',
    columns: [
      { name: 'Op', type: 'string' },
      { name: 'id', type: 'int' },
      { name: 'note', type: 'string' },
      { name: 'total', type: 'decimal(10,2)' },
      { name: 'dms_commit_timestamp', type: 'string' },
      ...(sequence === undefined ? [] : [{ name: sequence, type: 'string' }]),
    ],
    primaryKey: ['id'],
    format: {
      type: 'csv',
      compressed: false,
      delimiter: ',',
      header: true,
      nullValue: '\\N',
      operation: true,
      timestamp: 'dms_commit_timestamp',
      ...(sequence === undefined ? {} : { sequence }),
    },
  });
const foundWith = (sequence?: string) => {
  const table = tableWith(sequence);
  return {
    name: table.Name,
    columns: table.StorageDescriptor.Columns.map(({ Name, Type }) => ({ name: Name, type: Type })),
    parameters: table.Parameters,
    serde: table.StorageDescriptor.SerdeInfo.Parameters,
  };
};
const found = foundWith();

/** Rows of the view over files of changes, by name. */
async function current(
  files: Readonly<Record<string, readonly string[]>>,
  sequence?: string,
): Promise<unknown[]> {
  const found = foundWith(sequence);
  const viewed = viewedTable('lake', found);
  if (viewed === undefined) throw new Error('not our table');
  const paths = await Promise.all(
    Object.entries(files).map(async ([name, lines]) => {
      const path = join(folder, name);
      await writeFile(
        path,
        [
          `Op,id,note,total,dms_commit_timestamp${sequence === undefined ? '' : `,${sequence}`}`,
          ...lines,
          '',
        ].join('\n'),
      );
      return path;
    }),
  );
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run('CREATE SCHEMA lake');
  for (const statement of statementsOf(viewed, found, paths)) await connection.run(statement);
  const answer = await connection.runAndReadAll(
    'SELECT id, note, total FROM lake.orders_current ORDER BY id',
  );
  connection.closeSync();
  return answer.getRows().map((row) => row.map((value) => (value === null ? null : String(value))));
}

const load = '2026-03-01 10:00:00.000000';

test('newest change of each key, deletes out, loads included, types and nulls back', async () => {
  expect(
    await current({
      'LOAD00000001.csv': [
        `I,1,"a, b",1.50,${load}`,
        `I,2,gone,2.00,${load}`,
        `I,3,\\N,3.00,${load}`,
        `I,4,N,\\N,${load}`,
      ],
      '20260301-101500000.csv': [
        'U,1,new,9.99,2026-03-01 10:14:00.000000',
        'D,2,gone,2.00,2026-03-01 10:14:30.000000',
        'I,5,"say ""hi""",5.00,2026-03-01 10:14:40.000000',
      ],
      '20260301-101600000.csv': ['U,1,newest,10.00,2026-03-01 10:15:30.000000'],
    }),
  ).toEqual([
    ['1', 'newest', '10.00'],
    ['3', null, '3.00'],
    ['4', 'N', null],
    ['5', 'say "hi"', '5.00'],
  ]);
});

test('a key that is deleted and comes again is there again', async () => {
  expect(
    await current({
      'LOAD00000001.csv': [`I,1,old,1.00,${load}`],
      '20260301-101500000.csv': ['D,1,old,1.00,2026-03-01 10:10:00.000000'],
      '20260301-101600000.csv': ['I,1,back,2.00,2026-03-01 10:12:00.000000'],
    }),
  ).toEqual([['1', 'back', '2.00']]);
});

test('a change that DMS caught while it loaded is newer than the loaded row, which bears the task’s start', async () => {
  expect(
    await current({
      'LOAD00000001.csv': [`I,1,loaded,1.00,${load}`],
      '20260301-100100000.csv': ['U,1,caught,2.00,2026-03-01 10:00:03.000000'],
    }),
  ).toEqual([['1', 'caught', '2.00']]);
});

test('of one transaction’s changes of a row that bear no sequence the delete stands', async () => {
  const at = '2026-03-01 10:10:00.000000';
  expect(
    await current({ '20260301-101500000.csv': [`I,1,a,1.00,${at}`, `U,1,b,1.00,${at}`, `D,1,b,1.00,${at}`] }),
  ).toEqual([]);
});

test('the sequence orders what one second of a source without fractions holds, in whichever file; a loaded row is the oldest', async () => {
  const at = '2026-03-01 10:00:00.000000';
  const seq = (place: number): string => `2026030110000000${String(place).padStart(19, '0')}`;
  expect(
    await current(
      {
        'LOAD00000001.csv': [`I,1,loaded,1.00,${at},`, `I,2,loaded,2.00,${at},\\N`, `I,3,loaded,3.00,${at},`],
        '20260301-100100000.csv': [
          `D,1,loaded,1.00,${at},${seq(1)}`,
          `I,1,back,1.00,${at},${seq(2)}`,
          `I,4,new,4.00,${at},${seq(3)}`,
        ],
        '20260301-100000500.csv': [`U,2,later,2.00,${at},${seq(9)}`, `D,4,new,4.00,${at},${seq(10)}`],
      },
      'dms_change_seq',
    ),
  ).toEqual([
    ['1', 'back', '1.00'],
    ['2', 'later', '2.00'],
    ['3', 'loaded', '3.00'],
  ]);
});

test('without a file the table is there and empty', async () => {
  const viewed = viewedTable('lake', found);
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run('CREATE SCHEMA lake');
  for (const statement of viewed === undefined ? [] : statementsOf(viewed, found, []))
    await connection.run(statement);
  expect((await connection.runAndReadAll('SELECT * FROM lake.orders_changes')).getRows()).toEqual([]);
  connection.closeSync();
});

test('Athena gets the same view, and none where no key is known', () => {
  const viewed = viewedTable('lake', found);
  if (viewed === undefined) throw new Error('not our table');
  const sql = athenaView(viewed, 'orders_current');
  expect(sql).toContain('CREATE OR REPLACE VIEW "lake"."orders_current" AS');
  expect(sql).toContain(`"$path" DESC`);
  expect(sql).toContain(`TRY_CAST(NULLIF("total", '\\N') AS decimal(10,2)) AS "total"`);
  expect(athenaView({ ...viewed, primaryKey: [] }, 'orders_current')).toBeUndefined();
});

test('a Parquet column whose type changed has the values of earlier and later files', async () => {
  const { table, viewed } = foundTable(
    glueTable({
      jobKey: 'sales/orders-live',
      source: { schema: 'sales', table: 'orders' },
      name: 'orders_changes',
      location: 's3://lake/sales/orders-live/sales/orders/',
      columns: [
        { name: 'Op', type: 'string' },
        { name: 'id', type: 'int' },
        { name: 'total', type: 'decimal(12,2)' },
        { name: 'at', type: 'string' },
      ],
      primaryKey: ['id'],
      format: {
        type: 'parquet',
        compressed: false,
        delimiter: ',',
        header: false,
        nullValue: '',
        operation: true,
        timestamp: 'at',
      },
    }),
  );
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const rows = {
    LOAD00000001: "('I', 1, 7::int, '1'), ('I', 2, 2147483647::int, '1')",
    '20260301-100000000': "('U', 1, 7.25::decimal(12,2), '2'), ('I', 3, 12345678901.5::decimal(13,1), '2')",
  };
  const paths: string[] = [];
  for (const [name, values] of Object.entries(rows)) {
    const path = join(folder, `${name}.parquet`);
    await connection.run(
      `COPY (SELECT * FROM (VALUES ${values}) AS t("Op", id, total, "at")) TO '${path}' (FORMAT parquet)`,
    );
    paths.push(path);
  }
  await connection.run('CREATE SCHEMA lake');
  for (const statement of statementsOf(viewed, table, paths)) await connection.run(statement);
  const read = await connection.runAndReadAll('SELECT id, total FROM lake.orders_current ORDER BY id');
  expect(read.getRows().map((row) => row.map(String))).toEqual([
    ['1', '7.25'],
    ['2', '2147483647.00'],
    ['3', '12345678901.50'],
  ]);
  connection.closeSync();
});
