import { gunzipSync } from 'node:zlib';
import type { Input } from '../../../local/service';
import { emptyDatabase, usePostgres, withClient } from '../../helpers/databases/postgres';
import { bucket, DmsBench, include } from '../../helpers/local/local-dms';
import { rowsInParquet } from '../../helpers/local/staged-rows';
import { entriesOf } from '../../helpers/recorded/entries';

describe('files of changes', () => {
  const server = usePostgres();
  let bench: DmsBench;
  let source = '';
  const database = 'files';

  beforeEach(async () => {
    await emptyDatabase(server(), database);
    await sql('CREATE TABLE orders (id int PRIMARY KEY, name text); CREATE TABLE items (id int PRIMARY KEY)');
    bench = new DmsBench({ throttling: false });
    await bench.open();
    source = await bench.source(server(), database);
  });
  afterEach(() => bench.clear());

  const sql = (text: string) => withClient(server(), database, (client) => client.query(text));
  const start = async (settings: Input, type = 'cdc'): Promise<string> => {
    const target = await bench.target(settings);
    const arn = await bench.task(source, target, [include('public', '%')], {}, { MigrationType: type });
    await bench.start(arn);
    await bench.until(arn, 'running');
    return arn;
  };
  const written = async (): Promise<void> => {
    await bench.dms.caughtUp();
    await bench.clock.advance(60_000);
  };
  const contents = async () =>
    Object.fromEntries(
      (await bench.objects.keys(bucket)).map((key) => [
        key.replace(/\d{8}-\d{9}/, 'TIME'),
        bench.objects.read(bucket, key).toString(),
      ]),
    );
  const everyOp =
    "INSERT INTO orders VALUES (1, 'a'), (2, 'b'); UPDATE orders SET name = 'c' WHERE id = 1; DELETE FROM orders WHERE id = 2";

  it.each([
    [{}, 'I,1,a\nI,2,b\nU,1,c\nD,2,NULL\n', '9,z\n'],
    [{ IncludeOpForFullLoad: true }, 'I,1,a\nI,2,b\nU,1,c\nD,2,NULL\n', 'I,9,z\n'],
    [{ CdcInsertsOnly: true }, '1,a\n2,b\n', '9,z\n'],
    [{ CdcInsertsOnly: true, IncludeOpForFullLoad: true }, 'I,1,a\nI,2,b\n', 'I,9,z\n'],
    [{ CdcInsertsAndUpdates: true }, 'I,1,a\nI,2,b\nU,1,c\n', '9,z\n'],
  ])("%j tells the operations as the guide's table does", async (settings, changes, load) => {
    await sql("INSERT INTO orders VALUES (9, 'z')");
    await start(settings, 'full-load-and-cdc');
    await sql(everyOp);
    await written();
    expect(await contents()).toEqual({
      'lake/public/orders/TIME.csv': changes,
      'lake/public/orders/LOAD00000001.csv': load,
    });
  });

  it('have the columns of files that DMS wrote, in their order and form', async () => {
    const [[, , recorded] = []] = entriesOf<
      { readonly columns: readonly string[]; readonly lines: readonly string[] },
      { readonly sequenceDigits: number }
    >('csv-order');
    if (recorded === undefined) throw new Error('there is no recorded file of changes');
    const { columns, lines } = recorded.payload;
    const own = columns.slice(2, -1).map((name) => `"${name}"`);
    await sql(
      `CREATE TABLE recorded (${own.map((name) => `${name} text`).join(', ')}, PRIMARY KEY (${own[0]}))`,
    );
    const locator = { 'schema-name': 'public', 'table-name': 'recorded' };
    const target = await bench.target({
      TimestampColumnName: columns[1],
      AddColumnName: true,
      CsvNullValue: '',
    });
    const rules = [
      include('public', 'recorded'),
      {
        'rule-type': 'transformation',
        'rule-id': '2',
        'rule-name': '2',
        'rule-target': 'column',
        'rule-action': 'add-column',
        'object-locator': locator,
        value: columns.at(-1),
        expression: '$AR_H_CHANGE_SEQ',
        'data-type': { type: 'string', length: 50 },
      },
    ];
    const arn = await bench.task(source, target, rules, {}, { MigrationType: 'cdc' });
    await bench.start(arn);
    await bench.until(arn, 'running');
    const first = own[0];
    await sql(`INSERT INTO recorded (${first}, ${own.at(-1)}) VALUES ('19998', 'France')`);
    await sql(`UPDATE recorded SET ${own[1]} = 'x'`);
    await sql('DELETE FROM recorded');
    await written();
    const [file = ''] = Object.values(await contents());
    const [header, ...rows] = file.trim().split('\n');
    expect(header).toBe(columns.join(','));
    const form = (line: string) => {
      const fields = line.split(',');
      const [op, stamp = '', key] = fields;
      const sequence = fields.at(-1) ?? '';
      return [op, stamp.replaceAll(/\d/g, '9'), key, sequence.replaceAll(/\d/g, '9')];
    };
    expect(rows.map(form)).toEqual(lines.map(form));
    // Only the key of a deleted row is in the log.
    expect(rows.at(-1)?.split(',').slice(3, -1).join('')).toBe('');
    expect(rows[0]?.split(',').at(-1)).toHaveLength(recorded.expect.sequenceDigits);
  });

  it('are Parquet with the same columns and types as those of a load', async () => {
    await sql(`ALTER TABLE orders ADD price numeric(12,3), ADD at timestamptz, ADD day date, ADD ok boolean, ADD raw bytea,
      ADD big bigint, ADD tags text[], ADD ratio float8`);
    await start({ DataFormat: 'parquet', TimestampColumnName: 'committed' }, 'full-load-and-cdc');
    await sql(`INSERT INTO orders VALUES (1, 'ü', 1234.5, '2026-01-31 10:00:00.123456+02', '2026-02-28', true, '\\x00ff', 9007199254740993, '{a,"b c"}', 0.1),
      (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)`);
    await written();
    const [key = ''] = await bench.objects.keys(bucket);
    expect(key).toMatch(/^lake\/public\/orders\/\d{8}-\d{9}\.parquet$/);
    const rows = (await rowsInParquet([bench.objects.read(bucket, key)])).map((row): unknown =>
      JSON.parse(row),
    );
    const committed = expect.stringMatching(/^2\d{3}-.*\.\d{6}$/);
    expect(rows).toEqual([
      [
        'I',
        committed,
        '1',
        'ü',
        '1234.500',
        '2026-01-31 08:00:00.123456',
        '2026-02-28',
        'true',
        '00ff',
        '9007199254740993',
        '{a,"b c"}',
        0.1,
      ],
      ['I', committed, '2', ...Array(9).fill(null)],
    ]);
  });

  it('are compressed as those of a load', async () => {
    await start({ CompressionType: 'gzip', AddColumnName: true });
    await sql('INSERT INTO items VALUES (1)');
    await written();
    const [key = ''] = await bench.objects.keys(bucket);
    expect(key).toMatch(/\d{8}-\d{9}\.csv\.gz$/);
    expect(gunzipSync(bench.objects.read(bucket, key)).toString()).toBe('Op,id\nI,1\n');
  });

  it('are written early when a table has CdcMinFileSize of changes', async () => {
    await start({ CdcMinFileSize: 100, CdcMaxBatchInterval: 3600 });
    await sql("INSERT INTO orders SELECT i, repeat('x', 50) FROM generate_series(1, 500) i");
    await bench.dms.caughtUp();
    await bench.clock.idle();
    expect(await bench.objects.keys(bucket)).toEqual([]);
    await sql("INSERT INTO orders SELECT i, repeat('x', 50) FROM generate_series(501, 1500) i");
    await bench.dms.caughtUp();
    await bench.clock.idle();
    const [key = ''] = await bench.objects.keys(bucket);
    expect(bench.objects.read(bucket, key).toString().split('\n')).toHaveLength(1501);
  });

  it.each([
    [{}, 'YYYY/MM/DD/'],
    [{ DatePartitionSequence: 'YYYYMMDDHH', DatePartitionDelimiter: 'DASH' }, 'YYYY-MM-DD-HH/'],
    [{ DatePartitionSequence: 'yyyymm', DatePartitionDelimiter: 'underscore' }, 'YYYY_MM/'],
    [{ DatePartitionSequence: 'MMYYYYDD', DatePartitionDelimiter: 'NONE' }, 'MMYYYYDD/'],
    [{ DatePartitionSequence: 'DDMMYYYY', DatePartitionTimezone: 'Pacific/Kiritimati' }, 'DD/MM/YYYY/'],
  ])('lie in folders by the commit date: %j', async (settings, pattern) => {
    await start({ DatePartitionEnabled: true, ...settings });
    const { rows } = await sql('INSERT INTO items VALUES (1) RETURNING now() AS now');
    await written();
    // 14 hours ahead of UTC all year.
    const shift = 'DatePartitionTimezone' in settings ? 14 * 3_600_000 : 0;
    const [date = '', time = ''] = new Date(rows[0].now.getTime() + shift).toISOString().split('T');
    const [year = '', month = '', day = ''] = date.split('-');
    const folder = pattern
      .replace('YYYY', year)
      .replace('MM', month)
      .replace('DD', day)
      .replace('HH', time.slice(0, 2));
    expect(Object.keys(await contents())).toEqual([`lake/public/items/${folder}TIME.csv`]);
    const name = (await bench.objects.keys(bucket))[0]?.split('/').at(-1);
    expect(name?.slice(0, 8)).toBe(shift === 0 ? '20260301' : '20260302');
  });

  it('keep the transactions of all tables in one file when PreserveTransactions says so', async () => {
    await start({ PreserveTransactions: true, CdcPath: 'transactions', CsvDelimiter: '|' });
    await sql(
      "INSERT INTO orders VALUES (1, 'two\nlines|'); INSERT INTO items VALUES (7); UPDATE orders SET name = 'b'; DELETE FROM items",
    );
    await sql('INSERT INTO items VALUES (8)');
    await written();
    const [key = '', ...more] = await bench.objects.keys(bucket);
    expect(more).toEqual([]);
    expect(key).toMatch(/^lake\/transactions\/CDC_TXN-20260301\d{9}\.csv$/);
    expect(bench.objects.read(bucket, key).toString()).toBe(
      'I|orders|public|1|"two\nlines|"\nI|items|public|7\nU|orders|public|1|b\nD|items|public|7\nI|items|public|8\n',
    );
  });

  it.each([
    [{ CdcInsertsOnly: true, CdcInsertsAndUpdates: true }, 'cannot both be true'],
    [{ PreserveTransactions: true }, 'requires CdcPath'],
    [{ PreserveTransactions: true, CdcPath: 'x', DataFormat: 'parquet' }, 'requires DataFormat csv'],
    [{ PreserveTransactions: true, CdcPath: 'x', AddColumnName: true }, 'AddColumnName'],
    [{ DatePartitionEnabled: true, DatePartitionTimezone: 'Atlantis' }, 'is not a time zone'],
    [{ UseCsvNoSupValue: true }, 'UseCsvNoSupValue'],
  ])('%j is refused', async (settings, why) => {
    await expect(bench.target(settings)).rejects.toThrow(why);
  });

  it('carry on past a target that refuses: the task fails, and what it did not write comes when it is resumed', async () => {
    const arn = await start({});
    await sql('INSERT INTO items VALUES (1)');
    bench.objects.failWrites = 'Access Denied';
    await written();
    await bench.until(arn, 'failed');
    expect((await bench.show(arn)).LastFailureMessage).toContain('Access Denied');
    bench.objects.failWrites = undefined;
    await bench.start(arn, 'resume-processing');
    await bench.until(arn, 'running');
    await written();
    expect(await contents()).toEqual({ 'lake/public/items/TIME.csv': 'I,1\n' });
  });

  it('tell CloudWatch how late they are', async () => {
    const arn = await start({});
    await sql('INSERT INTO items VALUES (1)');
    await bench.dms.caughtUp();
    await bench.clock.advance(30_000);
    const latest = (name: string) => {
      const now = bench.clock.now();
      const metric = bench.dms
        .metrics(new Date(now.getTime() - 3_600_000), new Date(now.getTime() + 1))
        .find((one) => one.name === name);
      expect(metric?.dimensions).toEqual({
        ReplicationInstanceIdentifier: 'ri',
        ReplicationTaskIdentifier: arn.slice(arn.lastIndexOf(':') + 1),
      });
      return metric?.points.map(({ value }) => value).at(-1);
    };
    expect(latest('CDCLatencyTarget')).toBe(30);
    expect(latest('CDCIncomingChanges')).toBe(1);
    await bench.clock.advance(31_000);
    expect(latest('CDCLatencyTarget')).toBe(0);
    bench.dms.script.setLatency('task-1', { sourceLatency: 900, targetLatency: 1000 });
    expect([latest('CDCLatencySource'), latest('CDCLatencyTarget')]).toEqual([900, 1000]);
  });
});
