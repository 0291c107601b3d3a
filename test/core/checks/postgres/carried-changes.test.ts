import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { parse } from 'yaml';
import { postgresChecks } from '../../../../core/checks/postgres/postgres';
import type { CheckFinding } from '../../../../core/checks/report/check-report';
import { objectsAt } from '../../../../core/checks/request/json-members';
import { requestOfJob } from '../../../../core/checks/request/request-of-job';
import { TableEntry } from '../../../../core/config/schema/table-schema';
import { currentSelect, duckDb } from '../../../../core/lake/catalogue/views';
import { planMigrations } from '../../../../core/planning/plan-migrations';
import { parentOf } from '../../../../core/tables/partition-parents';
import {
  type CheckedDatabase,
  checkDatabase,
  queryPostgres,
} from '../../../helpers/databases/check-database';
import { usePostgres, withClient } from '../../../helpers/databases/postgres';
import { department, load } from '../../config/config-files';
import { CdcBench } from '../../../helpers/local/cdc-bench';
import { readCsv } from '../../../helpers/local/csv';
import { bucket } from '../../../helpers/local/local-dms';

const server = usePostgres();
const folder = mkdtempSync(join(tmpdir(), 'lakeferry-carried-'));
let duck: DuckDBConnection;
let opened: CdcBench | undefined;
beforeAll(async () => {
  duck = await (await DuckDBInstance.create(':memory:')).connect();
});
afterEach(() => opened?.bench.clear());
afterAll(() => {
  duck.closeSync();
  rmSync(folder, { recursive: true, force: true });
});

const identities = ['default', 'full', 'nothing', 'index'] as const;
const shapes = ['plain', 'partitioned', 'inherited', 'keyless', 'deferrable', 'wide_index'] as const;
const changes = {
  rows: (t: string) =>
    `INSERT INTO ${t} VALUES (3, 13, 'new'); UPDATE ${t} SET note = 'changed' WHERE id = 1`,
  key: (t: string) => `UPDATE ${t} SET id = 7, note = 'moved' WHERE id = 2`,
  partition: (t: string) => `UPDATE ${t} SET id = 107 WHERE id = 2`,
  delete: (t: string) => `DELETE FROM ${t} WHERE id = 101`,
  truncate: (t: string) => `TRUNCATE ${t}`,
  large: (t: string) => `UPDATE ${t} SET note = 'changed' WHERE id = 1`,
} as const;
type Change = keyof typeof changes;
const kinds = Object.keys(changes) as Change[];

interface Table {
  readonly name: string;
  readonly made: readonly Change[];
  readonly sql: string;
}

/** Statements that create a table with its rows, and the relations that then hold rows. */
function created(
  identity: (typeof identities)[number],
  shape: (typeof shapes)[number],
  made: readonly Change[],
): Table {
  const name = `${shape}_${identity}_${made.join('_')}`;
  const big = made.includes('large') ? ', big text' : '';
  const key = { keyless: '', deferrable: 'PRIMARY KEY DEFERRABLE' }[shape as string] ?? 'PRIMARY KEY';
  const columns = `(id int ${key}, code int NOT NULL, note varchar(20)${big})`;
  const identify = (t: string): string => {
    if (identity !== 'index') return `ALTER TABLE ${t} REPLICA IDENTITY ${identity};`;
    const indexed = shape === 'wide_index' ? 'id, code' : 'code';
    return `CREATE UNIQUE INDEX ${t}_i ON ${t} (${indexed}); ALTER TABLE ${t} ALTER id SET NOT NULL; ALTER TABLE ${t} REPLICA IDENTITY USING INDEX ${t}_i;`;
  };
  // 12,800 random digits, which PostgreSQL stores outside of the row.
  const value = big === '' ? '' : ", (SELECT string_agg(md5(i::text), '') FROM generate_series(1, 400) i)";
  const rows = `INSERT INTO ${name} SELECT id, id + 10, 'old'${value} FROM unnest(ARRAY[1, 2, 101]) AS id;`;
  switch (shape) {
    case 'partitioned':
      return {
        name,
        made,
        sql: `CREATE TABLE ${name} ${columns} PARTITION BY RANGE (id);
          CREATE TABLE ${name}_a PARTITION OF ${name} FOR VALUES FROM (0) TO (100);
          CREATE TABLE ${name}_b PARTITION OF ${name} FOR VALUES FROM (100) TO (200) PARTITION BY RANGE (id);
          CREATE TABLE ${name}_b_c PARTITION OF ${name}_b FOR VALUES FROM (100) TO (200);
          ${identify(`${name}_a`)} ${identify(`${name}_b_c`)} ${rows}`,
      };
    case 'inherited':
      return {
        name,
        made,
        sql: `CREATE TABLE ${name} ${columns}; CREATE TABLE ${name}_a (LIKE ${name} INCLUDING ALL) INHERITS (${name});
          ${identify(name)} ${identify(`${name}_a`)} ${rows}
          INSERT INTO ${name}_a SELECT id + 50, code + 50, note${big === '' ? '' : ', big'} FROM ONLY ${name};`,
      };
    default:
      return { name, made, sql: `CREATE TABLE ${name} ${columns}; ${identify(name)} ${rows}` };
  }
}

/** A change that PostgreSQL refuses after the fix of another change must not hide it, so each has a table. */
const oneByOne = identities.flatMap((identity) =>
  (['plain', 'partitioned', 'inherited'] as const).flatMap((shape) =>
    kinds
      .filter((change) => shape === 'partitioned' || change !== 'partition')
      .map((change) => created(identity, shape, [change])),
  ),
);
const together = identities.flatMap((identity) =>
  shapes.map((shape) => created(identity, shape, ['rows', 'large', 'key', 'delete', 'truncate'])),
);

const ofChanges = /^postgres-(replica-identity|large-values|changed-keys|partitioned-tables)$/;

/** Request of a job with these entries of its table list. */
function requestOf(tables: readonly TableEntry[]) {
  const lines = { mode: 'full-load-and-cdc', format: 'csv', tables: JSON.stringify(tables) };
  const loaded = load(department(lines));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const plan = planMigrations(loaded.config, 'test').departments[0]?.jobs[0];
  if (plan === undefined) throw new Error('no job was planned');
  const connection = { engine: 'postgres', databaseName: 'shop' } as const;
  return { plan, request: requestOfJob(plan, connection, { now: '2026-03-01T10:00:00Z' }) };
}

function check(bench: CdcBench, tables: readonly TableEntry[]): Promise<CheckedDatabase> {
  return withClient(server(), bench.database, (client) =>
    checkDatabase(postgresChecks, requestOf(tables).request, queryPostgres(client)),
  );
}

const problems = ({ findings }: CheckedDatabase): readonly CheckFinding[] =>
  findings.filter((one) => ofChanges.test(one.check) && one.severity !== 'note');

/** Loads all tables into the lake and into PostgreSQL, changes them, and returns the relations that differ. */
async function differing(
  bench: CdcBench,
  tables: readonly Table[],
  entries: readonly TableEntry[],
): Promise<readonly string[]> {
  const target = `${bench.database}copy`;
  await server().createDatabase(target);
  const { plan } = requestOf(entries);
  const rules = objectsAt(plan.tableMappings, 'rules');
  const files = await bench.bench.target({
    TimestampColumnName: 'at',
    IncludeOpForFullLoad: true,
    AddColumnName: true,
  });
  const database = await bench.bench.source(server(), target, { EndpointType: 'target' });
  const extra = { MigrationType: 'full-load-and-cdc' };
  const lobs = { TargetMetadata: { LimitedSizeLobMode: true, LobMaxSize: 100 } };
  const arns = [
    await bench.bench.task(bench.source, files, rules, lobs, extra),
    await bench.bench.task(bench.source, database, rules, lobs, extra),
  ];
  for (const arn of arns) await bench.running(arn);
  await withClient(server(), bench.database, async (client) => {
    for (const { name, made } of tables)
      for (const change of made) await client.query(changes[change](name)).catch(() => undefined);
  });
  await bench.written();
  for (const arn of arns) await bench.stop(arn);
  const checked = await check(bench, entries);
  const { facts } = checked;
  // Rows that were inserted into an inherited parent itself.
  const named = new Set(problems(checked).map(({ table }) => table));
  return withClient(server(), bench.database, (client) =>
    withClient(server(), target, async (copy) => {
      const wrong: string[] = [];
      for (const { table, primaryKey, columns } of facts.tables) {
        const names = columns.map(({ name }) => `"${name}"`).join(', ');
        const text = `SELECT ${names} FROM "${table}" ORDER BY ${names}`;
        const all = { text, rowMode: 'array' };
        const rows = JSON.stringify(asTexts((await client.query(all)).rows));
        const copied = JSON.stringify(asTexts((await copy.query(all)).rows));
        const lake = JSON.stringify(await currentRows(bench, [table], primaryKey));
        if (rows !== copied || rows !== lake) wrong.push(table);
      }
      for (const parent of new Set((plan.partitions ?? []).map((one) => one.parent.table))) {
        const parts = facts.tables.filter((one) => parentOf(plan, one)?.table === parent);
        const [first] = parts;
        if (first === undefined) throw new Error(`${parent} has no partitions`);
        const names = first.columns.map(({ name }) => `"${name}"`).join(', ');
        const { rows } = await client.query({
          text: `SELECT ${names} FROM "${parent}" ORDER BY id, ${names}`,
          rowMode: 'array',
        });
        const ofParts = parts.map(({ table }) => table);
        const lake = await currentRows(bench, ofParts, first.primaryKey);
        if (JSON.stringify(asTexts(rows)) !== JSON.stringify(lake) && !named.has(parent)) wrong.push(parent);
      }
      return wrong;
    }),
  );
}

const asTexts = (rows: readonly (readonly unknown[])[]): (string | null)[][] =>
  rows.map((row) => row.map((value) => (value === null ? null : String(value))));

/** Rows of `_current` in the order of their first column. */
async function currentRows(
  bench: CdcBench,
  parts: readonly string[],
  primaryKey: readonly string[],
): Promise<(string | null)[][] | undefined> {
  const keys = (await bench.files()).filter((key) =>
    parts.some((table) => key.startsWith(`lake/public/${table}/`)),
  );
  if (keys.length === 0) return [];
  const texts = keys.map((key) => bench.bench.objects.read(bucket, key).toString());
  const paths = keys.map((key, index) => {
    const [, , table = '', file = ''] = key.split('/');
    const path = join(folder, `part=public.${table}`, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, texts[index] ?? '');
    return path;
  });
  const columns = (readCsv(texts.at(-1) ?? '')[0] ?? []).map((name) => ({
    name: name ?? '',
    type: 'string',
  }));
  const files = paths.map((path) => `'${path.replaceAll("'", "''")}'`).join(', ');
  const select = currentSelect(
    {
      database: 'lake',
      name: 'changes',
      kind: 'arrival',
      columns,
      nullValue: 'NULL',
      primaryKey,
      operation: 'Op',
      timestamp: 'at',
      isPartitioned: true,
    },
    `read_csv([${files}], header = true, all_varchar = true, union_by_name = true, filename = true, quote = '"', nullstr = '')`,
    duckDb,
  );
  if (select === undefined) return undefined;
  const read = await duck.runAndReadAll(`SELECT * FROM (${select}) ORDER BY id::int`);
  return asTexts(read.getRows());
}

async function open(name: string, tables: readonly Table[]): Promise<CdcBench> {
  opened = await CdcBench.open(server(), name, tables.map(({ sql }) => sql).join('\n'));
  return opened;
}

it('the copy of each table equals it, or a check names the table with a fix', async () => {
  const bench = await open('unchecked', oneByOne);
  const found = problems(await check(bench, ['public.%']));
  expect(found.filter(({ fix }) => fix === undefined)).toEqual([]);
  const named = new Set(found.map(({ table }) => table));
  const wrong = await differing(bench, oneByOne, ['public.%']);
  expect(wrong.filter((table) => !named.has(table))).toEqual([]);
  // The property is not empty: each kind of change goes wrong somewhere.
  expect(new Set(wrong.map((table) => table.split('_')[2]))).toEqual(new Set(kinds));
});

it('after the fixes no check finds anything, and every copy equals its table', async () => {
  const bench = await open('fixed', together);
  const entries: TableEntry[] = ['public.%'];
  for (let round = 0; round < 4; round += 1) {
    const fixes = problems(await check(bench, entries)).flatMap(({ fix }) =>
      fix === undefined ? [] : [fix],
    );
    for (const { kind, text } of fixes)
      if (kind === 'sql') await bench.sql(text);
      else entries.push(...TableEntry.array().parse(parse(text)));
  }
  expect(problems(await check(bench, entries))).toEqual([]);
  expect(await differing(bench, together, entries)).toEqual([]);
});
