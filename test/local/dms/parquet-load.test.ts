import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { usePostgres, withClient } from '../../helpers/databases/postgres';
import { bucket, DmsBench, include } from '../../helpers/local/local-dms';
import { entriesOf } from '../../helpers/recorded/entries';

// DuckDB reads back what hyparquet-writer wrote.
describe('a full load into Parquet', () => {
  const server = usePostgres();
  const bench = new DmsBench({ throttling: false });
  let source = '';
  let folder = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lakeferry-parquet-'));
    await bench.open();
    await server().createDatabase('parquet');
    await withClient(server(), 'parquet', (client) => client.query(schema));
    source = await bench.source(server(), 'parquet');
  });
  afterAll(async () => {
    await bench.dms.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const load = async (table: string, s3 = {}, from = source): Promise<string> => {
    const target = await bench.target({ DataFormat: 'parquet', ...s3 });
    const task = await bench.run(await bench.task(from, target, [include('public', table)]));
    expect(task.StopReason).toBe('Stop Reason FULL_LOAD_ONLY_FINISHED');
    const file = join(folder, `${table}.parquet`);
    await writeFile(file, bench.objects.read(bucket, `lake/public/${table}/LOAD00000001.parquet`));
    return file;
  };
  const query = async (sql: string) => {
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    try {
      return (await connection.runAndReadAll(sql)).getRowsJson();
    } finally {
      connection.closeSync();
    }
  };
  const read = (file: string, columns = '*') => query(`SELECT ${columns} FROM read_parquet('${file}')`);

  it('types each column as DMS does', async () => {
    const file = await load('kinds');
    const described = await query(`DESCRIBE SELECT * FROM read_parquet('${file}')`);
    expect(described.map(([name, type]) => `${String(name)} ${String(type)}`)).toEqual([
      'id INTEGER',
      'small SMALLINT',
      'big BIGINT',
      'single FLOAT',
      'double DOUBLE',
      'exact DECIMAL(38,6)',
      'short DECIMAL(8,2)',
      'loose DECIMAL(28,6)',
      'huge VARCHAR',
      'yes VARCHAR',
      'day DATE',
      'moment TIMESTAMP',
      'zoned TIMESTAMP',
      'hour TIME',
      'words VARCHAR',
      'document VARCHAR',
      'bytes BLOB',
      'list VARCHAR',
      'uid VARCHAR',
      'cash DECIMAL(38,4)',
    ]);
  });

  it('has the schema of a file that DMS wrote', async () => {
    const [[, , recorded] = []] = entriesOf<{ readonly elements: readonly (readonly string[])[] }, unknown>(
      'parquet',
    );
    const elements = recorded?.payload.elements ?? [];
    const [stamp, ...own] = elements;
    const columns = own.map(([name, , , , type]) => `${name} ${type}`).join(', ');
    await withClient(server(), 'parquet', async (client) => {
      await client.query(`CREATE TABLE recorded (${columns})`);
      await client.query('INSERT INTO recorded (id) SELECT generate_series(1, 100)');
    });
    const mapped = await bench.source(server(), 'parquet', {
      EndpointIdentifier: 'recorded',
      ExtraConnectionAttributes: 'MapBooleanAsBoolean=true;',
    });
    const settings = { TimestampColumnName: stamp?.[0], ParquetTimestampInMillisecond: true };
    const file = await load('recorded', settings, mapped);
    const found = await query(
      `SELECT name, type, type_length, converted_type, precision, scale, repetition_type FROM parquet_schema('${file}') WHERE num_children IS NULL`,
    );
    const described = found.map(([name, type, length, converted, precision, scale, repetition]) => [
      name,
      type === 'FIXED_LEN_BYTE_ARRAY' ? `${type}(${String(length)})` : type,
      converted === 'DECIMAL' ? `DECIMAL(${String(precision)},${String(scale)})` : converted,
      repetition,
    ]);
    expect(described).toEqual(elements.map((element) => element.slice(0, 4)));
    const [counts] = await read(
      file,
      `count(DISTINCT ${stamp?.[0]}) > 1, bool_and(regexp_full_match(${stamp?.[0]}, '\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{6}'))`,
    );
    expect(counts).toEqual([true, true]);
    const withMinimum = await query(
      `SELECT DISTINCT type FROM parquet_metadata('${file}') WHERE stats_min_value IS NOT NULL OR stats_min IS NOT NULL`,
    );
    expect(withMinimum.flat()).not.toEqual(expect.arrayContaining(['BYTE_ARRAY']));
    expect(await query(`SELECT created_by, format_version FROM parquet_file_metadata('${file}')`)).toEqual([
      ['AWS', '2'],
    ]);
  });

  it('holds the values, and NULL where there was none', async () => {
    const [row, nulls] = await read(await load('kinds'), '* REPLACE (hex(bytes) AS bytes)');
    expect(row).toEqual([
      1,
      -32768,
      '9223372036854775807',
      expect.closeTo(0.1, 6),
      1e300,
      '-12345678901234567890123456789012.123456',
      '-999999.99',
      '1.234567',
      '1234567890123456789012345678901234567890.5',
      'true',
      '2026-01-31',
      '2026-01-31 10:00:00.123456',
      '2026-01-31 08:30:00',
      '10:00:00.5',
      'a"b,c\nd 🚢',
      '{"a": 1}',
      'DEADBEEF',
      '{1,NULL,3}',
      '6f0c0a3e-0000-4000-8000-000000000001',
      '12.3400',
    ]);
    expect(nulls?.slice(1)).toEqual(Array.from({ length: 19 }, () => null));
  });

  it('keeps every value of a table over many row groups, by every codec and encoding', async () => {
    for (const s3 of [
      {},
      { CompressionType: 'GZIP', RowGroupLength: 700 },
      { EncodingType: 'plain', EnableStatistics: false },
    ]) {
      const file = await load('many', s3);
      const expected = await withClient(server(), 'parquet', (client) =>
        client.query(
          `SELECT count(*)::int AS rows, sum(id)::text AS ids, sum(amount)::text AS amounts, sum(length(name))::text AS lengths,
             max(moment)::text AS latest, count(maybe)::int AS maybes FROM many`,
        ),
      );
      const [found] = await read(
        file,
        `count(*)::int, sum(id)::text, sum(amount)::text, sum(length(name))::text, max(moment)::text, count(maybe)::int`,
      );
      expect(found).toEqual(Object.values(expected.rows[0]));
    }
    const groups = await query(
      `SELECT count(DISTINCT row_group_id)::int, max(row_group_num_rows)::int, any_value(compression) FROM parquet_metadata('${await load('many', { CompressionType: 'GZIP', RowGroupLength: 700 })}')`,
    );
    expect(groups).toEqual([[36, 700, 'GZIP']]);
  });

  it('writes timestamps in milliseconds when asked, rounding toward the past', async () => {
    const file = await load('moments', { ParquetTimestampInMillisecond: true });
    expect(await read(file)).toEqual([
      [1, '9999-12-31', '9999-12-31 23:59:59'],
      [2, '0001-01-01', '0001-01-01 00:00:00'],
      [3, '0044-03-15 (BC)', '0044-03-15 (BC) 12:00:00'],
      [4, '1969-12-31', '1969-12-31 23:59:59.998'],
    ]);
    const [type] = await query(`SELECT converted_type FROM parquet_schema('${file}') WHERE name = 'moment'`);
    expect(String(type?.[0])).toContain('MILLIS');
  });

  it('has no number for NaN, infinity and what a DECIMAL cannot hold, and says so', async () => {
    const file = await load('numbers');
    expect(await read(file)).toEqual([
      [1, null],
      [2, null],
      [3, null],
      [4, '0.000000'],
      [5, '-0.000001'],
      [6, '10000.000000'],
    ]);
    expect(bench.lines.filter((line) => line.includes('too large'))).toEqual([
      'DMS: column "loose" of lake/public/numbers/ has numbers too large for its DECIMAL; they become NULL',
    ]);
  });

  it('maps booleans and unbounded numbers as the endpoint says', async () => {
    const other = await bench.source(server(), 'parquet', {
      EndpointIdentifier: 'mapped',
      ExtraConnectionAttributes: 'MapBooleanAsBoolean=true;mapUnboundedNumericAsString=true;',
    });
    expect(await read(await load('kinds', {}, other), 'yes, typeof(yes), loose, typeof(loose)')).toEqual([
      [true, 'BOOLEAN', '1.2345678', 'VARCHAR'],
      [null, 'BOOLEAN', null, 'VARCHAR'],
    ]);
  });
});

const schema = `
  CREATE TABLE kinds (
    id int PRIMARY KEY, small int2, big int8, single float4, double float8, exact numeric(38,6), short numeric(8,2), loose numeric, huge numeric(50,1),
    yes bool, day date, moment timestamp, zoned timestamptz, hour time, words text, document jsonb, bytes bytea, list int[], uid uuid, cash money);
  INSERT INTO kinds VALUES (1, -32768, 9223372036854775807, 0.1, 1e300, -12345678901234567890123456789012.123456, -999999.99, 1.2345678,
    1234567890123456789012345678901234567890.5, true, '2026-01-31', '2026-01-31 10:00:00.123456', '2026-01-31 10:30:00+02', '10:00:00.5',
    E'a"b,c\\nd \\U0001F6A2', '{"a":1}', '\\xdeadbeef', '{1,NULL,3}', '6f0c0a3e-0000-4000-8000-000000000001', '12.34');
  INSERT INTO kinds (id) VALUES (2);
  CREATE TABLE many (id int, name text, amount numeric(12,2), moment timestamp, maybe int);
  INSERT INTO many SELECT i, 'näme ' || i, (i * 7919 % 1000003) / 100.0 - 2000, timestamp '2026-01-01' + i * interval '1.000001 s', nullif(i % 3, 0)
    FROM generate_series(1, 25000) i;
  CREATE TABLE moments (id int, day date, moment timestamp);
  INSERT INTO moments VALUES (1, 'infinity', 'infinity'), (2, '-infinity', '-infinity'),
    (3, '0044-03-15 BC', '0044-03-15 12:00:00 BC'), (4, '1969-12-31', '1969-12-31 23:59:59.998001');
  CREATE TABLE numbers (id int, loose numeric);
  INSERT INTO numbers VALUES (1, 'NaN'), (2, 'infinity'), (3, 1e22), (4, 0), (5, -0.0000019), (6, 10000);
`;
