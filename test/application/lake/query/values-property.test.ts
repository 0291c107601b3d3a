import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { parquetMetadata } from 'hyparquet';
import type { Client } from 'pg';
import { statementsOf } from '../../../../application/lake/query/duck-statements';
import { postgresChecks } from '../../../../core/checks/postgres/postgres';
import { readTableEntry } from '../../../../core/config/reading/table-entry';
import { columnsOf } from '../../../../core/lake/catalogue/columns';
import { csvHeader } from '../../../../core/lake/catalogue/csv-header';
import { fileFormat, glueTable } from '../../../../core/lake/catalogue/glue-table';
import { changeSequenceColumn, changeSequenceRules } from '../../../../core/planning/change-sequence';
import { tableMappings } from '../../../../core/planning/table-mappings';
import { targetSettings } from '../../../../core/planning/target-settings';
import { checkDatabase, queryPostgres, requestFor } from '../../../helpers/databases/check-database';
import { emptyDatabase, usePostgres, withClient } from '../../../helpers/databases/postgres';
import { foundTable } from '../../../helpers/lake/found-table';
import { kinds, made, type Place, type ValueKind } from '../../../helpers/lake/value-kinds';
import { bucket, DmsBench, include } from '../../../helpers/local/local-dms';
import { TableTarget } from '../../../helpers/local/table-target';

/** Runs of one property. `VALUES_RUNS=500` runs it long. */
const runs = Number(process.env['VALUES_RUNS'] ?? 1);
const server = usePostgres();
const database = 'values';

/** One row: a value per kind, or null. */
const row = fc.tuple(...kinds.map(({ values }) => fc.option(values, { freq: 6 })));
const story = fc.record({
  loaded: fc.array(row, { minLength: 1, maxLength: 4 }),
  inserted: fc.array(row, { minLength: 1, maxLength: 3 }),
  updated: row,
  defaults: fc.subarray([
    "datestyle = 'SQL, DMY'",
    "intervalstyle = 'iso_8601'",
    'extra_float_digits = -5',
    "bytea_output = 'escape'",
    "timezone = 'Asia/Kolkata'",
    "xmloption = 'document'",
    'standard_conforming_strings = off',
  ]),
});

const plainSession =
  "SET datestyle = 'ISO'; SET timezone = 'UTC'; SET intervalstyle = 'postgres'; SET extra_float_digits = 1; SET xmloption = 'content'; SET standard_conforming_strings = on";

const columns = kinds.map(({ type }, index) => `c${index} ${type}`).join(', ');
const insert = (id: number): string =>
  `INSERT INTO one VALUES (${id}, ${kinds.map(({ type }, index) => `$${index + 1}::text::${type}`).join(', ')})`;

async function prepare(client: Client, defaults: readonly string[]): Promise<void> {
  for (const statement of [...made, `CREATE TABLE one (id int PRIMARY KEY, ${columns})`])
    await client.query(statement);
  for (const one of defaults) await client.query(`ALTER DATABASE "${database}" SET ${one}`);
}

async function change(
  client: Client,
  inserted: readonly (readonly (string | null)[])[],
  updated: readonly (string | null)[],
) {
  for (const [index, values] of inserted.entries()) await client.query(insert(100 + index), [...values]);
  await client.query(
    `UPDATE one SET ${kinds.map(({ type }, index) => `c${index} = $${index + 1}::text::${type}`).join(', ')} WHERE id = 1`,
    [...updated],
  );
  await client.query('DELETE FROM one WHERE id = 2');
}

type Cell = string | null;
/** Values as they are in the source, and as they must arrive in a place. */
async function sourceRows(client: Client, place: Place) {
  const select = (expression: (kind: ValueKind) => string): string =>
    `SELECT ${kinds.map((kind, index) => expression(kind).replaceAll(/\bc\b/g, `c${index}`)).join(', ')} FROM one ORDER BY id`;
  const read = async (text: string) =>
    (await client.query<Cell[]>({ text, rowMode: 'array' })).rows.map((cells) => cells.map(formed));
  return {
    own: await read(select(({ own = 'c::text' }) => own)),
    arriving: await read(select(({ own = 'c::text', arrives }) => arrives?.(place) ?? own)),
  };
}

function formed(cell: Cell, index: number): Cell {
  return cell === null ? null : (kinds[index]?.form?.(cell) ?? cell);
}

/** A value that differs must be named before the run, with its column. */
async function expectNamed(
  client: Client,
  place: Place,
  { own, arriving }: Awaited<ReturnType<typeof sourceRows>>,
): Promise<void> {
  const format = place === 'database' ? {} : { format: place };
  const request = requestFor('postgres', ['public.one'], {
    ...format,
    target: place === 'database' ? 'postgres' : 's3',
  });
  const { findings } = await checkDatabase(postgresChecks, request, queryPostgres(client));
  const named = findings.map(({ column, found }) => `${column ?? ''} ${found} `).join('\n');
  for (const [index, { type }] of kinds.entries()) {
    const differs = own.some((cells, at) => cells[index] !== arriving[at]?.[index]);
    if (differs) expect([type, named]).toEqual([type, expect.stringMatching(new RegExp(`\\bc${index}\\b`))]);
  }
}

test.each(['csv', 'parquet'] as const)(
  'as %s, loads and changes have the values of the source in the view, or a check names the column',
  async (format) => {
    await fc.assert(
      fc.asyncProperty(story, async ({ loaded, inserted, updated, defaults }) => {
        await emptyDatabase(server(), database);
        await withClient(server(), database, (client) => prepare(client, defaults));
        const bench = new DmsBench({ throttling: false });
        await bench.open();
        try {
          await withClient(server(), database, async (client) => {
            await client.query(plainSession);
            for (const [index, values] of loaded.entries())
              await client.query(insert(index + 1), [...values]);
            const arn = await stage(bench, format);
            await change(client, inserted, updated);
            await written(bench, arn);
            const rows = await sourceRows(client, format);
            await expectNamed(client, format, rows);
            expect(await current(client, bench, format)).toEqual(rows.arriving);
          });
        } finally {
          await bench.clear();
        }
      }),
      { numRuns: runs, endOnFailure: true },
    );
  },
  Math.max(60_000, runs * 20_000),
);

test(
  'in a PostgreSQL target, loads and changes have the values of the source, or a check names the column',
  async () => {
    await fc.assert(
      fc.asyncProperty(story, async ({ loaded, inserted, updated, defaults }) => {
        const pair = await TableTarget.open(server(), database, '');
        try {
          await withClient(server(), database, async (client) => {
            await prepare(client, defaults);
          });
          await withClient(server(), database, async (client) => {
            await client.query(plainSession);
            for (const [index, values] of loaded.entries())
              await client.query(insert(index + 1), fitting(values));
            const lobs = {
              TargetMetadata: { SupportLobs: true, FullLobMode: true, LimitedSizeLobMode: false },
            };
            const arn = await pair.task([include('public', 'one')], lobs, mode);
            await pair.running(arn);
            for (let step = 0; step < 50; step += 1) {
              if ((await pair.bench.tables(arn))[0]?.TableState === 'Table completed') break;
              await pair.bench.clock.advance(1000);
            }
            await change(client, inserted.map(fitting), fitting(updated));
            await pair.applied();
            expect({ lines: pair.bench.lines, tables: await pair.bench.tables(arn) }).toMatchObject({
              lines: [],
              tables: [{ TableState: 'Table completed' }],
            });
            const rows = await sourceRows(client, 'database');
            await expectNamed(client, 'database', rows);
            const values = kinds.map(({ type }, index) =>
              type === 'bytea' ? `encode(c${index}, 'hex')` : `c${index}::text`,
            );
            const target = await pair.rows(`SELECT ${values.join(', ')} FROM one ORDER BY id`);
            expect(
              target.map((cells) => cells.map((cell, at) => formed(cell === null ? null : String(cell), at))),
            ).toEqual(rows.arriving);
          });
        } finally {
          await pair.bench.clear();
        }
      }),
      { numRuns: runs, endOnFailure: true },
    );
  },
  Math.max(60_000, runs * 20_000),
);

/** Numbers that a NUMERIC(28,6) holds. Others end the load of their table, which nobody misses. */
function fitting(values: readonly Cell[]): Cell[] {
  return values.map((value, index) =>
    kinds[index]?.type === 'numeric' && value !== null && /^(-?\d{23,}|-?Infinity)/.test(value)
      ? '1.5'
      : value,
  );
}

const mode = 'full-load-and-cdc';
const publishing = {
  kind: 'arrival',
  prefix: 'lake',
  lowerCase: false,
  layout: '{schema}/{table}',
  timeZone: 'UTC',
  partitionBy: 'arrival',
  catalogue: { database: 'lake' },
} as const;
const mappings = tableMappings([readTableEntry('public.one')], changeSequenceRules(mode, publishing, []));

async function stage(bench: DmsBench, format: 'csv' | 'parquet'): Promise<string> {
  const source = await bench.source(server(), database);
  const target = await bench.target({ ...targetSettings(mode, { type: format }), CdcMaxBatchInterval: 10 });
  const lobs = { TargetMetadata: { SupportLobs: true, LimitedSizeLobMode: true, LobMaxSize: 1024 } };
  const arn = await bench.task(source, target, mappings.rules, lobs, { MigrationType: mode });
  await bench.start(arn);
  await bench.until(arn, 'running', 'failed');
  for (let step = 0; step < 50; step += 1) {
    if ((await bench.tables(arn))[0]?.TableState === 'Table completed') break;
    await bench.clock.advance(1000);
  }
  expect(await bench.tables(arn)).toMatchObject([{ TableState: 'Table completed' }]);
  return arn;
}

async function written(bench: DmsBench, arn: string): Promise<void> {
  await bench.dms.caughtUp();
  await bench.clock.advance(10_000);
  const problems = [...bench.lines];
  expect({ problems, tables: await bench.tables(arn) }).toMatchObject({
    problems: [],
    tables: [{ TableState: 'Table completed' }],
  });
}

async function current(client: Client, bench: DmsBench, type: 'csv' | 'parquet'): Promise<readonly Cell[][]> {
  const request = requestFor('postgres', ['public.one'], { format: type });
  const { facts } = await checkDatabase(postgresChecks, request, queryPostgres(client));
  const [shape] = facts.tables;
  const keys = await bench.objects.keys(bucket);
  const files = keys.map((key) => ({ key, body: bench.objects.read(bucket, key) }));
  const first = files.at(-1)?.body ?? Buffer.of();
  const format = fileFormat(
    targetSettings(mode, { type }),
    true,
    changeSequenceColumn({ tableMappings: mappings }),
  );
  const known = { shape, added: format, rules: mappings.rules };
  const columns = columnsOf({
    ...known,
    ...(type === 'csv'
      ? { header: csvHeader(first.toString(), ',') }
      : { footer: parquetMetadata(new Uint8Array(first).buffer).schema }),
  });
  // Without a file, the types are the same.
  expect(columns.map((column) => column.type)).toEqual(columnsOf(known).map((column) => column.type));
  const glue = glueTable({
    jobKey: 'sales/live',
    source: { schema: 'public', table: 'one' },
    name: 'one_changes',
    location: 's3://lake/one/',
    columns,
    primaryKey: ['id'],
    format,
  });
  const { table, viewed } = foundTable(glue);
  const folder = await mkdtemp(join(tmpdir(), 'lakeferry-values-'));
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  try {
    for (const { key, body } of files) {
      await mkdir(dirname(join(folder, key)), { recursive: true });
      await writeFile(join(folder, key), body);
    }
    await connection.run('CREATE SCHEMA lake');
    for (const statement of statementsOf(
      viewed,
      table,
      files.map(({ key }) => join(folder, key)),
    ))
      await connection.run(statement);
    const values = kinds.map(({ type: name }, index) =>
      name === 'bytea' && type === 'parquet' ? `lower(hex(c${index}))` : `c${index}::varchar`,
    );
    const answer = await connection.runAndReadAll(
      `SELECT ${values.join(', ')} FROM lake.one_current ORDER BY id`,
    );
    return answer
      .getRows()
      .map((cells) => cells.map((cell, index) => formed(cell === null ? null : String(cell), index)));
  } finally {
    connection.closeSync();
    await rm(folder, { recursive: true, force: true });
  }
}
