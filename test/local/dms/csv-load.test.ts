import { gunzipSync } from 'node:zlib';
import { usePostgres, withClient } from '../../helpers/databases/postgres';
import { readCsv } from '../../helpers/local/csv';
import { bucket, DmsBench, include, transform } from '../../helpers/local/local-dms';

describe('a full load into CSV', () => {
  const server = usePostgres();
  const bench = new DmsBench({ throttling: false });
  let source = '';

  beforeAll(async () => {
    await bench.open();
    await server().createDatabase('csv');
    await withClient(server(), 'csv', (client) => client.query(schema));
    source = await bench.source(server(), 'csv');
  });
  afterAll(() => bench.dms.stop());

  const load = async (rules: Parameters<DmsBench['task']>[2], s3 = {}, settings = {}) => {
    for (const key of await bench.objects.keys(bucket)) await bench.objects.delete(bucket, key);
    const arn = await bench.task(source, await bench.target(s3), rules, settings);
    const task = await bench.run(arn);
    expect(task.StopReason).toBe('Stop Reason FULL_LOAD_ONLY_FINISHED');
    return arn;
  };
  const text = (key: string): string => bench.objects.read(bucket, key).toString();

  it('writes each type as DMS does', async () => {
    await load([include('public', 'kinds')]);
    const [row, nulls] = readCsv(text('lake/public/kinds/LOAD00000001.csv'));
    expect(row).toEqual([
      '1',
      '-32768',
      '9223372036854775807',
      '0.1',
      '1e+300',
      '12345678901234567890.123456',
      '1.230000',
      '0.000000',
      'true',
      '2026-01-31',
      '2026-01-31 10:00:00.120000',
      '2026-01-31 08:30:00.000000',
      '10:00:00.5',
      '08:00:00',
      'a"b,c\nd 🚢',
      '{"a": 1}',
      'deadbeef',
      '{1,NULL,3}',
      'pad',
      '6f0c0a3e-0000-4000-8000-000000000001',
      '1 mon 02:00:00',
      'sad',
      '12.3400',
    ]);
    expect(nulls?.slice(1)).toEqual(Array.from({ length: 22 }, () => null));
  });

  it('tells NULL, the empty text and the null token apart', async () => {
    await load([include('public', 'empties')]);
    const raw = text('lake/public/empties/LOAD00000001.csv');
    expect(raw).toBe('1,NULL\n2,\n3,"NULL"\n4,null\n');
    expect(readCsv(raw).map(([, value]) => value)).toEqual([null, '', 'NULL', 'null']);
  });

  it('takes infinite and ancient dates to what other systems can hold', async () => {
    await load([include('public', 'moments')]);
    expect(readCsv(text('lake/public/moments/LOAD00000001.csv'))).toEqual([
      ['1', '9999-12-31', '9999-12-31 23:59:59.000000'],
      ['2', '0001-01-01', '0001-01-01 00:00:00.000000'],
      ['3', '0044-03-15 BC', '0044-03-15 12:00:00 BC'],
      ['4', '10000-01-01', '10000-01-01 00:00:00'],
    ]);
  });

  it('keeps odd names in the key as they are, and leaves no folder for an empty table', async () => {
    await load([include('Odd Schema', '%'), include('public', 'nothing')]);
    expect(await bench.objects.keys(bucket)).toEqual(['lake/Odd Schema/Mixed "Case" + %$é/LOAD00000001.csv']);
    expect(text('lake/Odd Schema/Mixed "Case" + %$é/LOAD00000001.csv')).toBe('1\n');
  });

  it('writes the header, the operation and the timestamp when asked', async () => {
    await load([include('public', 'empties')], {
      AddColumnName: true,
      IncludeOpForFullLoad: true,
      TimestampColumnName: 'loaded_at',
      UseTaskStartTimeForFullLoadTimestamp: true,
    });
    const [header, first] = readCsv(text('lake/public/empties/LOAD00000001.csv'));
    expect(header).toEqual(['Op', 'loaded_at', 'id', 'value']);
    expect(first?.slice(0, 3)).toEqual(['I', expect.stringMatching(/^2026-03-01 10:\d\d:\d\d\.\d{6}$/), '1']);
  });

  it('counts files in hexadecimal, each with its header and within MaxFileSize', async () => {
    await load([include('public', 'many')], { MaxFileSize: 16, AddColumnName: true });
    const keys = await bench.objects.keys(bucket);
    expect(keys.length).toBeGreaterThan(16);
    expect(keys.slice(8, 16).map((key) => key.slice(-16))).toEqual(
      ['9', 'A', 'B', 'C', 'D', 'E', 'F', '10'].map((number) => `LOAD${number.padStart(8, '0')}.csv`),
    );
    const files = keys.map((key) => text(key));
    for (const file of files) expect(file.length).toBeLessThanOrEqual(16 * 1024 + 'id,value\n'.length);
    const rows = files.flatMap((file) => readCsv(file).slice(1));
    expect(rows.map(([id]) => Number(id))).toEqual(Array.from({ length: 20_000 }, (_, index) => index + 1));
  });

  it('compresses with gzip', async () => {
    await load([include('public', 'empties')], { CompressionType: 'GZIP' });
    const [key] = await bench.objects.keys(bucket);
    expect(key).toBe('lake/public/empties/LOAD00000001.csv.gz');
    expect(gunzipSync(bench.objects.read(bucket, key ?? '')).toString()).toContain('1,NULL\n2,\n');
  });

  it('quotes nothing without RFC 4180, and takes another delimiter and null token', async () => {
    await load([include('public', 'quoted')], { Rfc4180: false, CsvDelimiter: '\\t', CsvNullValue: '-' });
    expect(text('lake/public/quoted/LOAD00000001.csv')).toBe('1\ta\tb"c,d\n2\t-\n');
  });

  it('cuts LOBs at LobMaxSize, leaves short ones whole, and drops them without SupportLobs', async () => {
    await load([include('public', 'lobs')], {}, { TargetMetadata: { LobMaxSize: 1 } });
    const [row] = readCsv(text('lake/public/lobs/LOAD00000001.csv'));
    expect(row?.map((value) => value?.length)).toEqual([1, 512, 2 * 1024, 2000]);
    await load([include('public', 'lobs')], {}, { TargetMetadata: { SupportLobs: false } });
    expect(readCsv(text('lake/public/lobs/LOAD00000001.csv'))[0]?.map((value) => value?.length)).toEqual([
      1, 2000,
    ]);
  });

  it('applies filters: conditions of one OR, filters AND', async () => {
    const filter = (column: string, ...conditions: readonly object[]) => ({
      'filter-type': 'source',
      'column-name': column,
      'filter-conditions': conditions,
    });
    const where = [
      filter(
        'id',
        { 'filter-operator': 'between', 'start-value': '2', 'end-value': '5' },
        { 'filter-operator': 'gte', value: '19999' },
      ),
      filter('value', { 'filter-operator': 'noteq', value: "it's 3" }),
      filter('value', { 'filter-operator': 'notnull' }),
    ];
    await load([include('public', 'many', { filters: where })]);
    const ids = readCsv(text('lake/public/many/LOAD00000001.csv')).map(([id]) => id);
    expect(ids).toEqual(['2', '4', '5', '19999', '20000']);
  });

  it('renames, removes and adds: names in the key and the columns follow, statistics keep the source names', async () => {
    const people = { 'schema-name': 'public', 'table-name': 'people' };
    const arn = await load(
      [
        include('public', 'people'),
        transform('schema', 'rename', { 'schema-name': 'public' }, { value: 'crm' }),
        transform('table', 'add-prefix', people, { value: 'src_' }),
        transform('column', 'remove-column', { ...people, 'column-name': 'secret' }),
        transform('column', 'convert-uppercase', { ...people, 'column-name': '%' }),
        transform('column', 'add-column', people, {
          value: 'full',
          expression: "upper($first_name) || ' ' || $last",
          'data-type': { type: 'string', length: 40 },
        }),
        transform('column', 'add-column', people, {
          value: 'twice',
          expression: '$id * 2 + 1',
          'data-type': { type: 'int8' },
        }),
        transform('column', 'add-column', people, {
          value: 'origin',
          expression: "$AR_M_SOURCE_SCHEMA || '.' || $AR_M_SOURCE_TABLE_NAME",
          'data-type': { type: 'string' },
        }),
      ],
      { AddColumnName: true },
    );
    expect(readCsv(text('lake/crm/src_people/LOAD00000001.csv'))).toEqual([
      ['ID', 'FIRST_NAME', 'LAST', 'full', 'twice', 'origin'],
      ['7', 'Ada', 'Byron', 'ADA Byron', '15', 'public.people'],
    ]);
    expect(
      (await bench.tables(arn)).map(({ SchemaName, TableName }) => `${SchemaName}.${TableName}`),
    ).toEqual(['public.people']);
  });

  it('copies views only when a rule names them', async () => {
    await load([include('public', 'people'), include('public', 'people_view')]);
    expect(await bench.objects.keys(bucket)).toEqual(['lake/public/people/LOAD00000001.csv']);
    await load([
      include('public', 'people_view', {
        'object-locator': { 'schema-name': 'public', 'table-name': 'people_view', 'table-type': 'view' },
      }),
    ]);
    expect(await bench.objects.keys(bucket)).toEqual(['lake/public/people_view/LOAD00000001.csv']);
  });

  it('an unescaped underscore selects more than one table; [_] does not', async () => {
    await load([include('public', 'a_b')]);
    expect(await bench.objects.keys(bucket)).toEqual([
      'lake/public/a_b/LOAD00000001.csv',
      'lake/public/axb/LOAD00000001.csv',
    ]);
    await load([include('public', 'a[_]b')]);
    expect(await bench.objects.keys(bucket)).toEqual(['lake/public/a_b/LOAD00000001.csv']);
  });

  it('DO_NOTHING keeps the earlier files, the other modes remove them', async () => {
    const stale = 'lake/public/people/LOAD00000002.csv';
    for (const [mode, kept] of [
      ['DO_NOTHING', true],
      ['DROP_AND_CREATE', false],
      ['TRUNCATE_BEFORE_LOAD', false],
    ] as const) {
      const arn = await bench.task(source, await bench.target(), [include('public', 'people')], {
        FullLoadSettings: { TargetTablePrepMode: mode },
      });
      await bench.objects.put(bucket, stale, Buffer.from('old'));
      await bench.run(arn);
      expect((await bench.objects.keys(bucket)).includes(stale)).toBe(kept);
    }
  });
});

const schema = `
  CREATE TYPE mood AS ENUM ('sad', 'ok');
  CREATE DOMAIN price AS numeric(26,6);
  CREATE TABLE kinds (
    id int PRIMARY KEY, small int2, big int8, single float4, double float8, exact price, loose numeric, tiny numeric,
    yes bool, day date, moment timestamp, zoned timestamptz, hour time, zonedhour timetz,
    words text, document jsonb, bytes bytea, list int[], padded char(6), uid uuid, span interval, feeling mood, cash money);
  INSERT INTO kinds VALUES (1, -32768, 9223372036854775807, 0.1, 1e300, 12345678901234567890.123456, 1.23, -0.0000001, true,
    '2026-01-31', '2026-01-31 10:00:00.12', '2026-01-31 10:30:00+02', '10:00:00.5', '10:00:00+02',
    E'a"b,c\\nd \\U0001F6A2', '{"a":1}', '\\xdeadbeef', '{1,NULL,3}', 'pad', '6f0c0a3e-0000-4000-8000-000000000001', '1 month 2 hours', 'sad', '12.34');
  INSERT INTO kinds (id) VALUES (2);
  CREATE TABLE empties (id int, value text);
  INSERT INTO empties VALUES (1, NULL), (2, ''), (3, 'NULL'), (4, 'null');
  CREATE TABLE moments (id int, day date, moment timestamp);
  INSERT INTO moments VALUES (1, 'infinity', 'infinity'), (2, '-infinity', '-infinity'),
    (3, '0044-03-15 BC', '0044-03-15 12:00:00 BC'), (4, '10000-01-01', '10000-01-01');
  CREATE SCHEMA "Odd Schema";
  CREATE TABLE "Odd Schema"."Mixed ""Case"" + %$é" ("Id" int);
  INSERT INTO "Odd Schema"."Mixed ""Case"" + %$é" VALUES (1);
  CREATE TABLE nothing (id int);
  CREATE TABLE many (id int, value text);
  INSERT INTO many SELECT i, CASE WHEN i = 3 THEN 'it''s 3' ELSE 'value ' || i END FROM generate_series(1, 20000) i;
  CREATE TABLE quoted (id int, value varchar);
  INSERT INTO quoted VALUES (1, E'a\\tb"c,d'), (2, NULL);
  CREATE TABLE lobs (id int, words text, bytes bytea, short varchar(4000));
  INSERT INTO lobs VALUES (1, repeat('w', 3000), decode(repeat('ab', 3000), 'hex'), repeat('s', 2000));
  CREATE TABLE people (id int, first_name varchar, last varchar, secret varchar);
  INSERT INTO people VALUES (7, 'Ada', 'Byron', 'x');
  CREATE VIEW people_view AS SELECT id FROM people;
  CREATE TABLE a_b (id int); CREATE TABLE axb (id int);
  INSERT INTO a_b VALUES (1); INSERT INTO axb VALUES (1);
`;
