import { z } from 'zod';
import { usePostgres, withClient } from '../../helpers/databases/postgres';
import { cdc, everyTable, loadAndCdc, useCdcBench } from '../../helpers/local/cdc-bench';
import { readCsv } from '../../helpers/local/csv';
import { bucket, include, transform } from '../../helpers/local/local-dms';

const TableCounts = z.looseObject({ TableName: z.string(), Inserts: z.number(), AppliedInserts: z.number() });

describe('changes of rows and tables', () => {
  const server = usePostgres();
  const bench = useCdcBench(
    server,
    'CREATE TABLE orders (id int PRIMARY KEY, name text, price numeric(10,2), at timestamptz)',
  );

  it('writes inserts, updates and deletes with their operation, in commit order, after the batch interval', async () => {
    const on = bench();
    const target = await on.bench.target({ TimestampColumnName: 'committed_at' });
    const arn = await on.bench.task(on.source, target, everyTable(), {}, cdc);
    await on.running(arn);
    await on.sql(
      "INSERT INTO orders VALUES (1, 'a,b', 1.5, '2026-01-31 10:00:00+02'), (2, 'NULL', NULL, NULL)",
    );
    await on.sql('UPDATE orders SET price = 2 WHERE id = 1');
    await on.sql('DELETE FROM orders WHERE id = 2');
    await on.bench.dms.caughtUp();
    await on.bench.clock.advance(59_000);
    expect(await on.files()).toEqual([]);
    await on.bench.clock.advance(1000);
    const [key = '', ...more] = await on.files();
    expect(more).toEqual([]);
    expect(key).toMatch(/^lake\/public\/orders\/20260301-\d{9}\.csv$/);
    const lines = (await on.text())
      .split('\n')
      .map((line) => line.replace(/^(.),\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6},/, '$1 '));
    expect(lines).toEqual([
      'I 1,"a,b",1.50,2026-01-31 08:00:00.000000',
      'I 2,"NULL",NULL,NULL',
      'U 1,"a,b",2.00,2026-01-31 08:00:00.000000',
      'D 2,NULL,NULL,NULL',
      '',
    ]);
    const [table] = await on.bench.tables(arn);
    expect(TableCounts.parse(table)).toMatchObject({
      TableState: 'Table completed',
      FullLoadRows: 0,
      Inserts: 2,
      Updates: 1,
      Deletes: 1,
      AppliedInserts: 2,
      AppliedUpdates: 1,
      AppliedDeletes: 1,
    });
    expect(await on.bench.show(arn)).toMatchObject({
      Status: 'running',
      MigrationType: 'cdc',
      RecoveryCheckpoint: expect.stringMatching(/^checkpoint:V1#/),
      ReplicationTaskStats: { FullLoadProgressPercent: 100, TablesLoaded: 1 },
    });
  });

  it('leaves updates and deletes out where the log does not say of which row, and takes them with full identity', async () => {
    const on = bench();
    await on.sql(
      'CREATE TABLE loose (a int, b text); CREATE TABLE full_identity (a int, b text); ALTER TABLE full_identity REPLICA IDENTITY FULL',
    );
    const arn = await on.bench.task(on.source, await on.bench.target(), everyTable(), {}, cdc);
    await on.running(arn);
    for (const table of ['loose', 'full_identity'])
      await on.sql(`INSERT INTO ${table} VALUES (1, 'x'); UPDATE ${table} SET b = 'y'; DELETE FROM ${table}`);
    await on.written();
    expect((await on.text()).split('\n')).toEqual(['I,1,x', 'U,1,y', 'D,1,y', 'I,1,x', '']);
    expect(
      on.bench.lines.filter((line) => line.includes('public.loose has neither a primary key')),
    ).toHaveLength(1);
  });

  it('fills a large value that an update left alone where the identity is full, and says NULL where it is not', async () => {
    const on = bench();
    await on.sql(`
      CREATE TABLE a_key (id int PRIMARY KEY, big text, n int);
      CREATE TABLE b_full (id int PRIMARY KEY, big text, n int); ALTER TABLE b_full REPLICA IDENTITY FULL;
      INSERT INTO a_key SELECT 1, string_agg(md5(i::text), ''), 1 FROM generate_series(1, 400) i;
      INSERT INTO b_full SELECT * FROM a_key`);
    const arn = await on.bench.task(on.source, await on.bench.target(), everyTable(), {}, cdc);
    await on.running(arn);
    await on.sql('UPDATE a_key SET n = 2; UPDATE b_full SET n = 2');
    await on.written();
    const [key = '', full = ''] = (await on.text()).split('\n');
    expect(key).toBe('U,1,NULL,2');
    expect(full).toMatch(/^U,1,[0-9a-f]{12800},2$/);
  });

  it('removes the files of a truncated table, unless told not to', async () => {
    const on = bench();
    await on.sql('CREATE TABLE other (id int PRIMARY KEY)');
    const arn = await on.bench.task(on.source, await on.bench.target(), everyTable(), {}, cdc);
    await on.running(arn);
    await on.sql("INSERT INTO orders VALUES (1, 'gone'); INSERT INTO other VALUES (1)");
    await on.written();
    await on.sql(
      "INSERT INTO orders VALUES (2, 'gone too'); TRUNCATE orders; INSERT INTO orders VALUES (3, 'stays')",
    );
    await on.written();
    expect(await on.text()).toBe('I,3,stays,NULL,NULL\nI,1\n');
    await on.stop(arn);
    await on.bench.call('ModifyReplicationTask', {
      ReplicationTaskArn: arn,
      ReplicationTaskSettings: JSON.stringify({
        ChangeProcessingDdlHandlingPolicy: { HandleSourceTableTruncated: false },
      }),
    });
    await on.bench.until(arn, 'stopped');
    await on.running(arn, 'resume-processing');
    await on.sql('TRUNCATE orders, other');
    await on.written();
    expect(await on.text()).toBe('I,3,stays,NULL,NULL\nI,1\n');
  });

  it('begins a new file when a column comes or goes', async () => {
    const on = bench();
    const arn = await on.bench.task(
      on.source,
      await on.bench.target({ AddColumnName: true }),
      everyTable(),
      {},
      cdc,
    );
    await on.running(arn);
    await on.sql("INSERT INTO orders VALUES (1, 'a')");
    await on.sql(
      "ALTER TABLE orders ADD COLUMN note varchar(20) DEFAULT 'none'; INSERT INTO orders VALUES (2, 'b')",
    );
    await on.sql('ALTER TABLE orders DROP COLUMN price; DELETE FROM orders WHERE id = 1');
    await on.sql("INSERT INTO orders VALUES (3, 'c')");
    await on.written();
    const keys = await on.files();
    expect(keys.map((key) => on.bench.objects.read(bucket, key).toString())).toEqual([
      'Op,id,name,price,at\nI,1,a,NULL,NULL\n',
      'Op,id,name,price,at,note\nI,2,b,NULL,NULL,none\nD,1,NULL,NULL,NULL,NULL\n',
      'Op,id,name,at,note\nI,3,c,NULL,none\n',
    ]);
    expect((await on.bench.tables(arn))[0]).toMatchObject({ Ddls: 2 });
  });

  it('takes a table that is made while it runs, and names the changes of a partitioned table by the partition', async () => {
    const on = bench();
    await on.sql('CREATE TABLE events (id int, day date, PRIMARY KEY (id, day)) PARTITION BY RANGE (day)');
    await on.sql(`
      CREATE TABLE events_26 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY RANGE (day);
      CREATE TABLE events_26_a PARTITION OF events_26 FOR VALUES FROM ('2026-01-01') TO ('2026-07-01');
      CREATE TABLE events_26_b PARTITION OF events_26 FOR VALUES FROM ('2026-07-01') TO ('2027-01-01');
      CREATE PUBLICATION all_tables FOR ALL TABLES WITH (publish_via_partition_root = true);
      CREATE TABLE people (id int PRIMARY KEY); CREATE TABLE staff () INHERITS (people)`);
    const arn = await on.bench.task(on.source, await on.bench.target(), everyTable(), {}, cdc);
    await on.running(arn);
    await on.sql('CREATE TABLE late (id int PRIMARY KEY); INSERT INTO late VALUES (7)');
    await on.sql("INSERT INTO events VALUES (1, '2026-05-05'); INSERT INTO people VALUES (1)");
    await on.sql("UPDATE events SET day = '2026-08-08'; INSERT INTO staff VALUES (2)");
    // Changes that result from operations on partitions are not replicated.
    await on.sql('TRUNCATE events');
    await on.written();
    const rows = new Map<string, string>();
    for (const key of await on.files())
      rows.set(key.split('/')[2] ?? '', on.bench.objects.read(bucket, key).toString());
    expect(Object.fromEntries(rows)).toEqual({
      events_26_a: 'I,1,2026-05-05\nD,1,2026-05-05\n',
      events_26_b: 'I,1,2026-08-08\n',
      late: 'I,7\n',
      people: 'I,1\n',
      staff: 'I,2\n',
    });
    expect((await on.bench.tables(arn)).map(({ TableName }) => TableName).sort()).toEqual([
      'events',
      'events_26',
      'events_26_a',
      'events_26_b',
      'late',
      'orders',
      'people',
      'staff',
    ]);
  });

  it('loads the rows of partitions and children with their parent as well', async () => {
    const on = bench();
    await on.sql(`
      CREATE TABLE events (id int PRIMARY KEY) PARTITION BY RANGE (id);
      CREATE TABLE events_a PARTITION OF events FOR VALUES FROM (0) TO (10);
      CREATE TABLE people (id int); CREATE TABLE staff () INHERITS (people);
      INSERT INTO events VALUES (1); INSERT INTO people VALUES (1); INSERT INTO staff VALUES (2)`);
    const arn = await on.bench.task(on.source, await on.bench.target(), everyTable());
    await on.bench.run(arn);
    const rows = (await on.bench.tables(arn)).map(({ TableName, FullLoadRows }) => [TableName, FullLoadRows]);
    expect(Object.fromEntries(rows)).toEqual({ events: 1, events_a: 1, orders: 0, people: 2, staff: 1 });
  });

  it('filters, renames, removes and computes columns as the load does', async () => {
    const on = bench();
    const rules = [
      include('public', 'orders', {
        filters: [
          {
            'filter-type': 'source',
            'column-name': 'id',
            'filter-conditions': [{ 'filter-operator': 'lte', value: '10' }],
          },
        ],
      }),
      transform('schema', 'rename', { 'schema-name': 'public' }, { value: 'shop' }),
      transform('table', 'convert-uppercase', { 'schema-name': 'public', 'table-name': 'orders' }),
      transform('column', 'remove-column', {
        'schema-name': 'public',
        'table-name': 'orders',
        'column-name': 'at',
      }),
      transform(
        'column',
        'add-column',
        { 'schema-name': 'public', 'table-name': 'orders' },
        {
          value: 'shout',
          expression: "upper($name) || '!'",
          'data-type': { type: 'string' },
        },
      ),
    ];
    const arn = await on.bench.task(on.source, await on.bench.target(), rules, {}, cdc);
    await on.running(arn);
    await on.sql("INSERT INTO orders VALUES (1, 'a', 1), (11, 'b', 2)");
    await on.written();
    expect(await on.files()).toEqual([expect.stringMatching(/^lake\/shop\/ORDERS\//)]);
    expect(await on.text()).toBe('I,1,a,1.00,A!\n');
  });

  it('reads names, types and values that are hard to tell apart in the log', async () => {
    const on = bench();
    await on.sql(`
      CREATE TYPE mood AS ENUM ('so-so', 'new-tuple: x');
      CREATE DOMAIN code AS char(3) CHECK (VALUE <> '');
      CREATE TABLE "T.x, [y]: z""q" (
        "odd]name" int PRIMARY KEY, "a:b" mood, "old-key" code, "Ü ""q""" bit(3), tags text[], "unchanged-toast-datum" boolean,
        f float8, n numeric, i interval, span int4range, j jsonb, "select" timestamp)`);
    const arn = await on.bench.task(
      on.source,
      await on.bench.target({ AddColumnName: true }),
      everyTable(),
      {},
      cdc,
    );
    await on.running(arn);
    await on.sql(`INSERT INTO "T.x, [y]: z""q" VALUES
      (1, 'new-tuple: x', 'ab', B'101', '{"a,b",NULL,"it''s \\\\"}', true, 'NaN', 1.23456789, '1 day 02:03', '[1,5)', '{"a": "]:"}', 'infinity'),
      (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)`);
    await on.sql(`UPDATE "T.x, [y]: z""q" SET "odd]name" = 3 WHERE "odd]name" = 2`);
    await on.written();
    expect(await on.files()).toEqual([
      expect.stringMatching(/^lake\/public\/T\.x, \[y\]: z"q\/\d{8}-\d{9}\.csv$/),
    ]);
    expect(readCsv(await on.text())).toEqual([
      [
        'Op',
        'odd]name',
        'a:b',
        'old-key',
        'Ü "q"',
        'tags',
        'unchanged-toast-datum',
        'f',
        'n',
        'i',
        'span',
        'j',
        'select',
      ],
      [
        ...[
          'I',
          '1',
          'new-tuple: x',
          'ab',
          '101',
          '{"a,b",NULL,"it\'s \\\\"}',
          'true',
          'NaN',
          '1.234567',
          '1 day 02:03:00',
          '[1,5)',
        ],
        ...['{"a": "]:"}', '9999-12-31 23:59:59.000000'],
      ],
      ['I', '2', ...Array<null>(11).fill(null)],
      // An update of the key contains the new key only, as in DMS.
      ['U', '3', ...Array<null>(11).fill(null)],
    ]);
  });

  it.each([
    ['LATIN1', 'Zürich é ÿ ½'],
    ['LATIN9', 'Œuvre € ž'],
    ['WIN1252', '“quoted” € ™'],
    ['KOI8R', 'Привет, мир'],
    ['EUC_JP', '東京タワー'],
    ['UTF8', '東京 😀 ü'],
    ['SQL_ASCII', 'ü 😀'],
  ])(
    'reads changes of a database in %s, whatever the defaults of its sessions are',
    async (encoding, text) => {
      const on = bench();
      const database = `in-${encoding.toLowerCase().replaceAll('_', '-')}`;
      await on.sql(
        `CREATE DATABASE "${database}" ENCODING '${encoding}' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'`,
      );
      const { user } = server();
      await on.sql(`
      ALTER DATABASE "${database}" SET DateStyle = 'German, DMY'; ALTER DATABASE "${database}" SET IntervalStyle = 'iso_8601';
      ALTER DATABASE "${database}" SET bytea_output = 'escape'; ALTER DATABASE "${database}" SET extra_float_digits = -15;
      ALTER ROLE "${user}" IN DATABASE "${database}" SET TimeZone = 'Asia/Tokyo'; ALTER DATABASE "${database}" SET client_encoding = 'LATIN1'`);
      const change = (sql: string) => withClient(server(), database, (client) => client.query(sql));
      const columns =
        'id int PRIMARY KEY, v varchar(40), at timestamptz, on_day date, i interval, f float8, b bytea';
      const table = encoding === 'EUC_JP' ? '東京' : encoding === 'KOI8R' ? 'Мир' : 'plain';
      await change(`CREATE TABLE "${table}" (${columns}); INSERT INTO "${table}" VALUES (1, '${text}')`);
      const source = await on.bench.source(server(), database);
      const arn = await on.bench.task(source, await on.bench.target(), everyTable(), {}, loadAndCdc);
      await on.running(arn);
      await change(
        `INSERT INTO "${table}" VALUES (2, '${text}', '2026-01-31 10:00+00', '2026-02-03', '1 day 02:03', 1 / 3.0::float8, '\\xff00')`,
      );
      await on.written();
      expect((await on.files()).every((key) => key.startsWith(`lake/public/${table}/`))).toBe(true);
      expect(readCsv(await on.text())).toEqual([
        [
          'I',
          '2',
          text,
          '2026-01-31 10:00:00.000000',
          '2026-02-03',
          '1 day 02:03:00',
          '0.3333333333333333',
          'ff00',
        ],
        ['1', text, null, null, null, null, null],
      ]);
      await on.stop(arn);
      await on.bench.call('DeleteReplicationTask', { ReplicationTaskArn: arn });
    },
  );
});
