import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { parquetMetadata } from 'hyparquet';
import { statementsOf } from '../../../../application/lake/query/duck-statements';
import type { TableFacts } from '../../../../core/checks/facts/source-facts';
import { evaluateSharedChecks } from '../../../../core/checks/shared/shared-checks';
import { columnsOf } from '../../../../core/lake/catalogue/columns';
import { fileFormat, glueTable } from '../../../../core/lake/catalogue/glue-table';
import type { SourceEngine } from '../../../../core/model/source-engine';
import { targetSettings } from '../../../../core/planning/target-settings';
import { requestFor } from '../../../helpers/databases/check-database';
import { usePostgres, withClient } from '../../../helpers/databases/postgres';
import { foundTable } from '../../../helpers/lake/found-table';

/**
 * DMS data types as the guide maps them: to Parquet (CHAP_Target.S3.html), here as DuckDB writes it, and to a database
 * (CHAP_Target.PostgreSQL.html). The product sets milliseconds for times in Parquet. UINT4 is 64 bits wide in files of
 * parquet-1-0, which have no unsigned 32 bits.
 */
const dmsTypes = {
  INT1: { parquet: 'TINYINT', postgres: 'smallint' },
  INT2: { parquet: 'SMALLINT', postgres: 'smallint' },
  INT4: { parquet: 'INTEGER', postgres: 'integer' },
  INT8: { parquet: 'BIGINT', postgres: 'bigint' },
  UINT1: { parquet: 'UTINYINT', postgres: 'smallint' },
  UINT2: { parquet: 'USMALLINT', postgres: 'integer' },
  UINT4: { parquet: 'BIGINT', postgres: 'bigint' },
  'UINT4 of parquet-2-0': { parquet: 'UINTEGER', postgres: 'bigint' },
  UINT8: { parquet: 'UBIGINT', postgres: 'bigint' },
  REAL4: { parquet: 'FLOAT', postgres: 'float4' },
  REAL8: { parquet: 'DOUBLE', postgres: 'float8' },
  BOOLEAN: { parquet: 'BOOLEAN', postgres: 'boolean' },
  DATE: { parquet: 'DATE', postgres: 'date' },
  DATETIME: { parquet: 'TIMESTAMP_MS', postgres: 'timestamp' },
  BYTES: { parquet: 'BLOB', postgres: 'bytea' },
  STRING: { parquet: 'VARCHAR', postgres: 'varchar(21845)' },
} as const;
type DmsType = keyof typeof dmsTypes | `NUMERIC(${number},${number})`;

interface Kind {
  readonly type: string;
  readonly sizes?: { readonly length?: number; readonly precision?: number; readonly scale?: number };
  readonly dms: DmsType;
  /** Values of the source as text, bytes as hexadecimal digits. */
  readonly values: readonly string[];
  /** What DMS makes of a value, where the guide says so. */
  readonly becomes?: Readonly<Record<string, string | null>>;
}

const kind = (
  type: string,
  dms: DmsType,
  values: readonly string[],
  sizes: NonNullable<Kind['sizes']> = {},
  becomes: NonNullable<Kind['becomes']> = {},
): Kind => ({ type, dms, values, sizes, becomes });
const size = (precision: number, scale?: number) => ({
  precision,
  ...(scale === undefined ? {} : { scale }),
});
const texts = ['', 'a"b,c\nd', 'ß語😀', ' padded '];
const times = ['1999-12-31 23:59:59', '2026-01-31 10:00:00.123456'];

/** Tables "Source data types" of the guide's pages, with the least and the greatest value of each type. */
const engines: Readonly<Record<Exclude<SourceEngine, 'postgres'>, readonly Kind[]>> = {
  mysql: [
    kind('tinyint', 'INT1', ['-128', '127']),
    kind('tinyint unsigned', 'UINT1', ['0', '255']),
    kind('smallint', 'INT2', ['-32768', '32767']),
    kind('smallint unsigned', 'UINT2', ['0', '65535']),
    kind('mediumint', 'INT4', ['-8388608', '8388607']),
    kind('mediumint unsigned', 'UINT4', ['0', '16777215']),
    kind('mediumint unsigned', 'UINT4 of parquet-2-0', ['0', '16777215']),
    kind('int', 'INT4', ['-2147483648', '2147483647']),
    kind('int unsigned', 'UINT4', ['0', '4294967295']),
    kind('int unsigned', 'UINT4 of parquet-2-0', ['0', '4294967295']),
    kind('bigint', 'INT8', ['-9223372036854775808', '9223372036854775807']),
    kind('bigint unsigned', 'UINT8', [
      '0',
      '9223372036854775807',
      '9223372036854775808',
      '18446744073709551615',
    ]),
    kind('year', 'INT2', ['1901', '2155']),
    kind('decimal', 'NUMERIC(10,2)', ['-99999999.99', '0.01'], size(10, 2)),
    kind('decimal', 'NUMERIC(38,10)', ['9999999999999999999999999999.9999999999'], size(38, 10)),
    kind('float', 'REAL8', ['0.5', '-1.25']),
    kind('double', 'REAL8', ['1e300', '-0.5']),
    kind('bit', 'BOOLEAN', ['0', '1'], { length: 1 }, { 0: 'false', 1: 'true' }),
    kind('bit', 'BOOLEAN', ['5'], { length: 8 }, { 5: 'true' }),
    kind('date', 'DATE', ['1000-01-01', '9999-12-31', '0000-00-00'], {}, { '0000-00-00': null }),
    kind('datetime', 'DATETIME', times, { scale: 6 }),
    kind(
      'timestamp',
      'DATETIME',
      ['2026-01-31 10:00:00', '0000-00-00 00:00:00'],
      {},
      { '0000-00-00 00:00:00': null },
    ),
    kind('time', 'STRING', ['-838:59:59', '10:00:00']),
    kind('char', 'STRING', texts, { length: 20 }),
    kind('varchar', 'STRING', texts, { length: 20 }),
    kind('text', 'STRING', texts),
    kind('enum', 'STRING', ['a', 'b']),
    kind('set', 'STRING', ['a,b', '']),
    kind('json', 'STRING', ['{"a": 1}']),
    kind('varbinary', 'BYTES', ['00ff', 'deadbeef'], { length: 4 }),
    kind('blob', 'BYTES', ['00ff']),
    kind('point', 'BYTES', ['000000000101000000000000000000f03f000000000000f03f']),
  ],
  oracle: [
    kind('number', 'INT1', ['-99', '99'], size(2, 0)),
    kind('number', 'INT2', ['-9999', '9999'], size(4, 0)),
    kind('number', 'INT4', ['-999999999', '999999999'], size(9, 0)),
    kind('number', 'NUMERIC(10,0)', ['9999999999'], size(10, 0)),
    kind('number', 'NUMERIC(38,0)', ['99999999999999999999999999999999999999'], size(38, 0)),
    kind('number', 'NUMERIC(12,2)', ['-9999999999.99', '0.01'], size(12, 2)),
    kind('number', 'NUMERIC(38,10)', ['1.5', '0.00000000001'], {}, { '0.00000000001': '0' }),
    kind('float', 'REAL4', ['0.5'], size(24)),
    kind('float', 'REAL8', ['0.5', '1e100'], size(53)),
    kind('float', 'REAL8', ['0.12345678901234567890123'], size(126)),
    kind('binary_float', 'REAL4', ['0.5']),
    kind('binary_double', 'REAL8', ['1e300']),
    kind('date', 'DATETIME', ['1999-12-31 23:59:59']),
    kind('timestamp', 'DATETIME', times, { scale: 6 }),
    kind('timestamp with time zone', 'STRING', ['2026-01-31 10:00:00.000000 +05:30'], { scale: 6 }),
    kind('interval day to second', 'STRING', ['+000000001 00:00:00.000000']),
    kind('char', 'STRING', ['a', 'b  '], { length: 3 }, { 'b  ': 'b' }),
    kind('varchar2', 'STRING', texts.slice(1), { length: 20 }),
    kind('nvarchar2', 'STRING', texts.slice(1), { length: 20 }),
    kind('clob', 'STRING', texts.slice(1)),
    kind('raw', 'BYTES', ['00ff'], { length: 2 }),
    kind('blob', 'BYTES', ['00ff']),
  ],
  sqlserver: [
    kind('tinyint', 'UINT1', ['0', '255']),
    kind('smallint', 'INT2', ['-32768', '32767']),
    kind('int', 'INT4', ['-2147483648', '2147483647']),
    kind('bigint', 'INT8', ['-9223372036854775808', '9223372036854775807']),
    kind('bit', 'BOOLEAN', ['0', '1'], {}, { 0: 'false', 1: 'true' }),
    kind('decimal', 'NUMERIC(38,10)', ['9999999999999999999999999999.9999999999'], size(38, 10)),
    kind('money', 'NUMERIC(19,4)', ['-922337203685477.5808', '922337203685477.5807']),
    kind('smallmoney', 'NUMERIC(10,4)', ['-214748.3648']),
    kind('real', 'REAL4', ['0.5']),
    kind('float', 'REAL8', ['1e300']),
    kind('date', 'DATE', ['0001-01-01', '9999-12-31']),
    kind('datetime', 'DATETIME', ['1999-12-31 23:59:59.997']),
    kind('datetime2', 'DATETIME', [...times, '2026-01-31 10:00:00.1234567'], { scale: 7 }),
    kind('datetimeoffset', 'STRING', ['2026-01-31 10:00:00.0000000 +05:30'], { scale: 7 }),
    kind('uniqueidentifier', 'STRING', ['6F0C0A3E-0000-4000-8000-000000000001']),
    kind('nvarchar', 'STRING', texts, { length: 20 }),
    kind('xml', 'STRING', ['<a>1</a>']),
    kind('timestamp', 'BYTES', ['00000000000007d1']),
    kind('varbinary', 'BYTES', ['00ff'], { length: 2 }),
  ],
};

const names = Object.keys(engines) as (keyof typeof engines)[];
const digits = /^-?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** Two texts of one value: booleans as numbers, numbers without their ending zeros, times without an empty fraction. */
function same(one: string | null, other: string | null): boolean {
  return plain(one) === plain(other);
}

function plain(text: string | null): string | null {
  if (text === null) return null;
  const value =
    { true: '1', false: '0' }[text] ??
    text.replace(/^(\d{4,}-\d\d-\d\d .*\.\d*?)0+$/, '$1').replace(/\.$/, '');
  if (!digits.test(value)) return value;
  if (/e/i.test(value)) return String(Number(value));
  return value
    .replace(/^(-?)\./, '$10.')
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
}

const columnName = (index: number): string => `c${index}z`;
const shapeOf = (engine: SourceEngine): TableFacts => ({
  engine,
  schema: 's',
  table: 't',
  kind: 'table',
  primaryKey: ['id'],
  uniqueKeys: [],
  lobColumns: [],
  columns: [
    { name: 'id', type: 'char', length: 4, nullable: false },
    ...engines[engine as keyof typeof engines].map(({ type, sizes }, index) => ({
      name: columnName(index),
      type,
      nullable: true,
      ...sizes,
    })),
  ],
});

/** Columns that the checks name before the run. */
function namedBefore(engine: SourceEngine, target: 'csv' | 'parquet' | 'postgres'): string {
  const { findings } = evaluateSharedChecks(
    requestFor(engine, ['s.t'], target === 'postgres' ? { target } : { format: target }),
    { version: '', names: [], tables: [shapeOf(engine)] },
  );
  return findings
    .filter(({ check }) => /^(column|values|key)-(dropped|cut|merged|reshaped)$/.test(check))
    .map(({ column, found }) => `${column ?? ''} ${found}`)
    .join('\n');
}

/** Value as DMS holds it, between source and target. */
const held = ({ becomes = {} }: Kind, value: string): string | null =>
  value in becomes ? (becomes[value] ?? null) : value;

function parquetType({ dms }: Kind): string {
  return dms.startsWith('NUMERIC')
    ? dms.replace('NUMERIC', 'DECIMAL')
    : dmsTypes[dms as keyof typeof dmsTypes].parquet;
}

const literal = (text: string | null): string => (text === null ? 'NULL' : `'${text.replaceAll("'", "''")}'`);

let duck: DuckDBConnection;
let folder: string;
beforeAll(async () => {
  duck = await (await DuckDBInstance.create(':memory:')).connect();
  await duck.run('CREATE SCHEMA lake');
  folder = await mkdtemp(join(tmpdir(), 'lakeferry-engines-'));
});
afterAll(async () => {
  duck.closeSync();
  await rm(folder, { recursive: true, force: true });
});

/** Arrived values per kind, in the order of its values. */
type Arrived = readonly (readonly (string | null)[])[];

function expectSameOrNamed(
  engine: keyof typeof engines,
  target: 'csv' | 'parquet' | 'postgres',
  arrived: Arrived,
): void {
  const named = namedBefore(engine, target);
  const wrong = engines[engine].flatMap(({ type, values }, index) =>
    values.flatMap((value, row) => {
      const text = arrived[index]?.[row] ?? null;
      if (same(value, text) || new RegExp(`\\b${columnName(index)}\\b`).test(named)) return [];
      return [`${type}: ${value} arrives as ${text}`];
    }),
  );
  expect(wrong).toEqual([]);
}

async function viewed(
  engine: keyof typeof engines,
  type: 'csv' | 'parquet',
  columns: ReturnType<typeof columnsOf>,
  file: string,
) {
  const shape = shapeOf(engine);
  const glue = glueTable({
    jobKey: 'sales/t',
    source: shape,
    name: `${engine}_${type}`,
    location: 's3://lake/t/',
    columns,
    format: fileFormat(targetSettings('full-load', { type }), false),
    snapshot: 's',
  });
  const { table, viewed: view } = foundTable(glue);
  for (const statement of statementsOf(view, table, [file])) await duck.run(statement);
  const relation = {
    csv: 'typed',
    parquet: view.columns.some(({ type: one }) => one === 'unsigned') ? 'typed' : '',
  }[type];
  const answer = await duck.runAndReadAll(
    `SELECT ${engines[engine].map(({ dms }, index) => (dms === 'BYTES' && type === 'parquet' ? `lower(hex(${columnName(index)}))` : `${columnName(index)}::varchar`)).join(', ')}
     FROM lake.${glue.Name}${relation === '' ? '' : `_${relation}`} ORDER BY id`,
  );
  const rows = answer.getRows();
  return engines[engine].map((_, index) =>
    rows.map((row) => (row[index] === null ? null : String(row[index]))),
  );
}

const rowsOf = (engine: keyof typeof engines): number =>
  Math.max(...engines[engine].map(({ values }) => values.length));

describe.each(names)('types of %s', (engine) => {
  const added = (type: 'csv' | 'parquet') => fileFormat(targetSettings('full-load', { type }), false);

  test('Parquet: an empty table has the types of a full one, and values arrive, or a check names the column', async () => {
    const file = join(folder, `${engine}.parquet`);
    const rows = Array.from(
      { length: rowsOf(engine) },
      (_, row) =>
        `SELECT '${row}' AS id, TIMESTAMP '2026-01-01 00:00:00' AS moved, ${engines[engine]
          .map((one, index) => {
            const value = row < one.values.length ? held(one, one.values[row] ?? '') : null;
            const cast = parquetType(one);
            return `CAST(${one.dms === 'BYTES' && value !== null ? `unhex('${value}')` : literal(value)} AS ${cast}) AS ${columnName(index)}`;
          })
          .join(', ')}`,
    );
    await duck.run(`COPY (${rows.join(' UNION ALL ')}) TO '${file}' (FORMAT parquet)`);
    const shape = shapeOf(engine);
    const footer = parquetMetadata(new Uint8Array(await readFile(file)).buffer).schema;
    const full = columnsOf({ footer, shape, added: added('parquet') });
    const empty = columnsOf({ shape, added: added('parquet') });
    const typesOf = (columns: typeof full) =>
      engines[engine].map(({ type, sizes }, index) => [
        type,
        sizes,
        columns.find(({ name }) => name === columnName(index))?.type,
      ]);
    expect(typesOf(empty)).toEqual(typesOf(full));
    expectSameOrNamed(engine, 'parquet', await viewed(engine, 'parquet', full, file));
  });

  test('CSV: values arrive in the view, or a check names the column', async () => {
    const file = join(folder, `${engine}.csv`);
    const shape = shapeOf(engine);
    const format = added('csv');
    const columns = columnsOf({ shape, added: format });
    const field = (text: string | null): string =>
      text === null ? format.nullValue : /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    const line = (row: number): string =>
      columns
        .map(({ name }) => {
          if (name === 'id') return String(row);
          const one = engines[engine][Number(/^c(\d+)z$/.exec(name)?.[1])];
          if (one === undefined) return '2026-01-01 00:00:00.000000';
          return field(row < one.values.length ? held(one, one.values[row] ?? '') : null);
        })
        .join(',');
    const header = format.header ? [columns.map(({ name }) => name).join(',')] : [];
    await writeFile(
      file,
      `${[...header, ...Array.from({ length: rowsOf(engine) }, (_, row) => line(row))].join('\n')}\n`,
    );
    expectSameOrNamed(engine, 'csv', await viewed(engine, 'csv', columns, file));
  });
});

describe('a PostgreSQL target', () => {
  const server = usePostgres();

  test.each(names)('takes the values of %s, or a check names the column', async (engine) => {
    const arrived = await withClient(server(), 'postgres', async (client) => {
      const found: (string | null)[][] = [];
      for (const one of engines[engine]) {
        const type = one.dms.startsWith('NUMERIC')
          ? one.dms
          : dmsTypes[one.dms as keyof typeof dmsTypes].postgres;
        const texts: (string | null)[] = [];
        for (const value of one.values) {
          const text = held(one, value);
          const sent = one.dms === 'BYTES' && text !== null ? `\\x${text}` : text;
          const answer = await client
            .query<{ v: string | null }>({
              text: `SELECT ${type === 'bytea' ? "encode($1::text::bytea, 'hex')" : `($1::text::${type})::text`} AS v`,
              values: [sent],
            })
            .catch((error: Error) => ({ rows: [{ v: `error: ${error.message}` }] }));
          texts.push(answer.rows[0]?.v ?? null);
        }
        found.push(texts);
      }
      return found;
    });
    expectSameOrNamed(engine, 'postgres', arrived);
  });
});
