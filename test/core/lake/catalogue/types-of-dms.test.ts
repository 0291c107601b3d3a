import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { parquetMetadata } from 'hyparquet';
import { statementsOf } from '../../../../application/lake/query/duck-statements';
import { columnOf } from '../../../../core/checks/postgres/facts/columns';
import { tableQueries } from '../../../../core/checks/postgres/queries/table-queries';
import { columnsOf } from '../../../../core/lake/catalogue/columns';
import { csvHeader } from '../../../../core/lake/catalogue/csv-header';
import { fileFormat, glueTable } from '../../../../core/lake/catalogue/glue-table';
import { viewedTable } from '../../../../core/lake/catalogue/viewed-table';
import { athenaView } from '../../../../core/lake/catalogue/views';
import { targetSettings } from '../../../../core/planning/target-settings';
import { usePostgres, withClient } from '../../../helpers/databases/postgres';
import { foundTable } from '../../../helpers/lake/found-table';
import { bucket, DmsBench, include } from '../../../helpers/local/local-dms';

/** Type, a value that arrives whole, its text in the view; a value that no type of the lake holds. */
const kinds: readonly (readonly [type: string, value: string, text: string, hard?: string])[] = [
  ['smallint', '-32768', '-32768'],
  ['integer', '7', '7'],
  ['bigint', '9223372036854775807', '9223372036854775807'],
  ['real', '0.5', '0.5', 'NaN'],
  ['double precision', '1e300', '1e+300', 'Infinity'],
  ['numeric', '12345678901234567890123456789012.5', '12345678901234567890123456789012.500000', 'NaN'],
  ['numeric', '1.5', '1.500000', '1e40'],
  ['numeric(12,3)', '1.250', '1.250', 'NaN'],
  ['numeric(38,10)', '1234567890123456789012345678.0123456789', '1234567890123456789012345678.0123456789'],
  [
    'numeric(50,2)',
    '123456789012345678901234567890123456789012345678.12',
    '123456789012345678901234567890123456789012345678.12',
  ],
  ['numeric(3,-2)', '12300', '12300'],
  ['numeric(2,4)', '0.0012', '.0012'],
  ['money', '12.34', '12.3400'],
  ['boolean', 'true', 'true'],
  ['date', '2026-01-31', '2026-01-31', '0044-03-15 BC'],
  ['date', '2026-01-31', '2026-01-31', '10000-01-01'],
  ['timestamp', '2026-01-31 10:00:00.123456', '2026-01-31 10:00:00.123456', '0044-03-15 12:00:00 BC'],
  ['timestamptz', '2026-01-31 10:00:00+00', '2026-01-31 10:00:00', '20000-01-01 00:00:00+00'],
  ['time', '10:00:00.5', '10:00:00.5'],
  ['text', 'a"b,c\nd', 'a"b,c\nd'],
  ['varchar(10)', '', ''],
  ['bytea', '\\xdeadbeef', 'deadbeef'],
  ['uuid', '6f0c0a3e-0000-4000-8000-000000000001', '6f0c0a3e-0000-4000-8000-000000000001'],
  ['jsonb', '{"a": 1}', '{"a": 1}'],
  ['timestamp[]', '{"2026-01-31 10:00:00"}', '{"2026-01-31 10:00:00"}'],
  ['date[]', '{2026-01-31}', '{2026-01-31}'],
  ['integer[]', '{1,2}', '{1,2}'],
  ['daterange', '[2026-01-01,2026-02-01)', '[2026-01-01,2026-02-01)'],
  ['bit(3)', '101', '101'],
  ['interval', '1 day', '1 day'],
];
const columns = kinds.map(([type], index) => `c${index} ${type}`).join(', ');
const literals = (pick: (kind: (typeof kinds)[number]) => string | undefined): string =>
  kinds
    .map((kind) => (pick(kind) === undefined ? 'NULL' : `'${pick(kind)?.replaceAll("'", "''")}'`))
    .join(', ');

const server = usePostgres();
let bench: DmsBench;
beforeEach(async () => {
  bench = new DmsBench({ throttling: false });
  await bench.open();
});
afterEach(() => bench.clear());

/** Shape of the table as the check sees it, and the one file that the local DMS wrote. */
async function loaded(database: string, type: 'csv' | 'parquet', header: boolean, attributes = '') {
  await server().createDatabase(database);
  const rows = await withClient(server(), database, async (client) => {
    await client.query(`CREATE TABLE kinds (id int PRIMARY KEY, ${columns});
      INSERT INTO kinds VALUES (1, ${literals((kind) => kind[1])}), (2, ${literals(() => undefined)})`);
    if (type === 'csv') await client.query(`INSERT INTO kinds VALUES (3, ${literals((kind) => kind[3])})`);
    const { rows: ids } = await client.query<{ id: string }>("SELECT 'kinds'::regclass::oid::text AS id");
    const query = tableQueries([ids[0]?.id ?? ''], 160_000).find(({ id }) => id === 'columns');
    return (await client.query<Record<string, string>>(query?.sql ?? '', [...(query?.binds ?? [])])).rows;
  });
  const settings = targetSettings('full-load', type === 'csv' ? { type, header } : { type });
  const arn = await bench.task(
    await bench.source(server(), database, { ExtraConnectionAttributes: attributes }),
    await bench.target(settings),
    [include('public', 'kinds')],
  );
  await bench.run(arn);
  return {
    format: fileFormat(settings, false),
    shape: {
      engine: 'postgres' as const,
      schema: 'public',
      table: 'kinds',
      columns: rows.map((row) => columnOf(row)),
    },
    file: bench.objects.read(bucket, `lake/public/kinds/LOAD00000001.${type}`),
  };
}

test.each([
  ['', 'decimal(28,6)', 'string'],
  ['mapUnboundedNumericAsString=true;mapBooleanAsBoolean=true', 'string', 'boolean'],
])(
  'Parquet: a table without a file has the types that its first row brings: %s',
  async (attributes, number, boolean) => {
    const { format, shape, file } = await loaded(`types${attributes.length}`, 'parquet', false, attributes);
    const full = columnsOf({
      footer: parquetMetadata(new Uint8Array(file).buffer).schema,
      shape,
      added: format,
    });
    expect(columnsOf({ shape, added: format, connectionAttributes: attributes })).toEqual(full);
    const typeOf = (name: string) => full[kinds.findIndex(([type]) => type === name) + 1]?.type;
    expect([typeOf('numeric'), typeOf('boolean')]).toEqual([number, boolean]);
    const table = glueTable({
      jobKey: 'a/b',
      source: shape,
      name: 'kinds',
      location: 's3://b/',
      columns: full,
      format,
    });
    const viewed = viewedTable('lake', {
      name: 'kinds',
      columns: table.StorageDescriptor.Columns.map((column) => ({ name: column.Name, type: column.Type })),
      parameters: { ...table.Parameters, 'lakeferry.kind': 'snapshot' },
    });
    const time = kinds.findIndex(([type]) => type === 'time');
    expect(full[time + 1]?.type).toBe('int');
    expect(viewed === undefined ? undefined : athenaView(viewed, 'kinds_typed')).toContain(
      `CAST(date_add('millisecond', "c${time}", TIME '00:00:00.000') AS varchar) AS "c${time}"`,
    );
  },
);

test.each([
  ['with a header', true],
  ['without a header', false],
])(
  'CSV %s: the view has the values of the source; one that no type holds does not make it unreadable',
  async (_, header) => {
    const { format, shape, file } = await loaded(`typescsv${header}`, 'csv', header);
    const known = { shape, added: format };
    const first = csvHeader(file.toString(), ',');
    const found = columnsOf({ ...known, ...(header ? { header: first } : { fields: first }) });
    expect(found).toEqual(columnsOf(known));
    const glue = glueTable({
      jobKey: 'sales/kinds',
      source: shape,
      name: 'kinds',
      location: 's3://lake/kinds/',
      columns: found,
      format,
      snapshot: 's',
    });
    const { table, viewed } = foundTable(glue);
    const folder = await mkdtemp(join(tmpdir(), 'lakeferry-types-'));
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    try {
      await writeFile(join(folder, 'kinds.csv'), file);
      await connection.run('CREATE SCHEMA lake');
      for (const statement of statementsOf(viewed, table, [join(folder, 'kinds.csv')]))
        await connection.run(statement);
      const answer = await connection.runAndReadAll(
        `SELECT ${kinds.map((__, index) => `c${index}::varchar`).join(', ')} FROM lake.kinds_typed ORDER BY id`,
      );
      const [whole, nulls, hard] = answer.getRows();
      expect(whole).toEqual(kinds.map(([, , text]) => text));
      expect(nulls).toEqual(kinds.map(() => null));
      expect(hard).toHaveLength(kinds.length);
    } finally {
      connection.closeSync();
      await rm(folder, { recursive: true, force: true });
    }
  },
);
