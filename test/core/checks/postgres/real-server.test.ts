import type { Client } from 'pg';
import { postgresChecks } from '../../../../core/checks/postgres/postgres';
import { standby } from '../../../../core/checks/postgres/standby';
import type { CheckRequest } from '../../../../core/checks/request/check-request';
import {
  type CheckedDatabase,
  checkDatabase,
  queryPostgres,
  requestFor,
} from '../../../helpers/databases/check-database';
import { usePostgres, withClient } from '../../../helpers/databases/postgres';

const server = usePostgres();
let database = '';
let made = 0;

beforeEach(async () => {
  made += 1;
  database = `shop${made}`;
  await server().createDatabase(database);
});

async function run(...statements: readonly string[]): Promise<void> {
  await withClient(server(), database, async (client) => {
    for (const statement of statements) await client.query(statement);
  });
}

async function check(
  tables: readonly string[],
  more: Partial<CheckRequest> = {},
  role?: string,
): Promise<CheckedDatabase> {
  return withClient(server(), database, async (client: Client) => {
    if (role !== undefined) await client.query(`SET SESSION AUTHORIZATION "${role}"`);
    return checkDatabase(postgresChecks, requestFor('postgres', tables, more), queryPostgres(client));
  });
}

/** Runs the SQL of the fixes. */
async function applyFixes({ findings }: CheckedDatabase): Promise<void> {
  await run(...new Set(findings.flatMap(({ fix }) => (fix?.kind === 'sql' ? [fix.text] : []))));
}

const healthy =
  'CREATE TABLE orders (id int PRIMARY KEY, at timestamp, amount numeric(10, 2), note varchar(80))';

/** Findings without the notes on what any time or number of the table may lose. */
const problemsOf = ({ findings }: CheckedDatabase) =>
  findings.filter(({ check }) => check !== 'values-merged').map(({ check }) => check);

it('finds no problem in a healthy database, and notes what its types may lose', async () => {
  await run(healthy);
  await applyFixes(await check(['public.orders']));
  const found = await check(['public.orders'], { format: 'csv' });
  expect(found.findings.map(({ severity, found: text }) => [severity, text])).toEqual([
    ['note', expect.stringMatching(/^timestamp without time zone: infinity .*: public\.orders\.at$/)],
    ['note', expect.stringMatching(/^timestamp without time zone: years .*: public\.orders\.at$/)],
    ['note', 'numeric: NaN is NULL in views: public.orders.amount'],
  ]);
  expect(found.skipped).toEqual([]);
  expect(found.passed).toEqual(expect.arrayContaining(['postgres-wal-level', 'table-exists', 'lob-size']));
  expect(found.facts.tables).toMatchObject([
    {
      kind: 'table',
      primaryKey: ['id'],
      columns: [
        { name: 'id', type: 'integer', nullable: false },
        { name: 'at', type: 'timestamp without time zone', nullable: true },
        { name: 'amount', type: 'numeric', precision: 10, scale: 2 },
        { name: 'note', type: 'character varying', length: 80 },
      ],
    },
  ]);
});

it('a dropped slot of a stopped task is reported, and an existing slot is not', async () => {
  await run(healthy, `SELECT pg_create_logical_replication_slot('task_${database}', 'test_decoding')`);
  const needed = {
    neededLog: { action: 'resume' as const, origin: 'the checkpoint of today', slot: `task_${database}` },
  };
  expect((await check(['public.orders'], needed)).passed).toContain('postgres-position-kept');
  await run(`SELECT pg_drop_replication_slot('task_${database}')`);
  expect((await check(['public.orders'], needed)).of('postgres-position-kept')).toMatchObject([
    {
      severity: 'error',
      found: `the checkpoint of today needs slot task_${database}, which does not exist`,
      fix: {
        text: '# lakeferry stop sales/orders --delete, then lakeferry start sales/orders: its tables are loaded again',
      },
    },
  ]);
  // A reload creates the slot again, under another name of the same task.
  await run(`SELECT pg_create_logical_replication_slot('again_${database}', 'test_decoding')`);
  const again = { ...needed.neededLog, slot: 'again_before', slotOf: 'arn:aws:dms:eu-west-1:1:task:AGAIN' };
  expect((await check(['public.orders'], { neededLog: again })).passed).toContain('postgres-position-kept');
  await run(`SELECT pg_drop_replication_slot('again_${database}')`);
  expect((await check(['public.orders'], { neededLog: again })).of('postgres-position-kept')).toHaveLength(1);
  expect(
    (
      await check(['public.orders'], {
        neededLog: { action: 'resume' as const, origin: 'the checkpoint of today' },
      })
    ).skipped,
  ).toMatchObject([{ check: 'postgres-position-kept' }]);
});

it('a start before the position of the slot would miss changes', async () => {
  const name = `own_${database}`;
  await run(healthy, `SELECT pg_create_logical_replication_slot('${name}', 'test_decoding')`);
  const start = (position: string): Promise<CheckedDatabase> =>
    check(['public.orders'], {
      connectionAttributes: `captureDDLs=false;slotName=${name}`,
      startFrom: { kind: 'position', position },
      neededLog: { action: 'start', origin: 'start-from', position },
    });
  expect((await start('0/1')).of('postgres-position-kept')).toMatchObject([
    {
      severity: 'error',
      found: expect.stringMatching(/^start-from is 0\/1, but slot own_\w+ has advanced to \w+\/\w+$/),
    },
  ]);
  expect((await start('FFFFFFFF/0')).passed).toContain('postgres-position-kept');
  await run(`SELECT pg_drop_replication_slot('${name}')`);
});

it('a table without a key is reported, and the SQL of its fix works', async () => {
  await run(
    'CREATE TABLE logs (at timestamp, line varchar(80))',
    'CREATE TABLE codes (code int NOT NULL UNIQUE, name varchar(80))',
    'CREATE TABLE nothing (id int PRIMARY KEY)',
    'ALTER TABLE nothing REPLICA IDENTITY NOTHING',
    'CREATE TABLE later (id int PRIMARY KEY DEFERRABLE)',
  );
  const tables = ['public.logs', 'public.codes', 'public.nothing', 'public.later'];
  const found = await check(tables);
  expect(found.of('postgres-replica-identity').map(({ table, fix }) => [table, fix?.text])).toEqual([
    [
      'codes',
      'ALTER TABLE "public"."codes" ADD PRIMARY KEY ("code"); ALTER TABLE "public"."codes" REPLICA IDENTITY DEFAULT;',
    ],
    ['later', expect.stringContaining('REPLICA IDENTITY FULL')],
    ['logs', expect.stringContaining('REPLICA IDENTITY FULL')],
    ['nothing', 'ALTER TABLE "public"."nothing" REPLICA IDENTITY DEFAULT;'],
  ]);
  await applyFixes(found);
  const after = await check(tables);
  // Changes of a table without a key arrive with its whole rows, but cannot be folded.
  expect(after.of('postgres-replica-identity')).toMatchObject([
    { table: 'logs', severity: 'warning', fix: { text: expect.stringContaining('ADD COLUMN row_id') } },
  ]);
  await applyFixes(after);
  await applyFixes(await check(tables));
  expect(problemsOf(await check(tables))).toEqual([]);
  const into = await check(tables, { target: 'postgres' });
  expect(into.passed).toContain('postgres-replica-identity');
  const loaded = await check(tables, { mode: 'full-load' });
  expect(loaded.passed).not.toContain('postgres-replica-identity');
});

it('the longest LOB is compared with LobMaxSize, and a fitting number is suggested', async () => {
  await run(
    'CREATE TABLE letters (id int PRIMARY KEY, body text, picture bytea, tags text[], facts jsonb)',
    `INSERT INTO letters VALUES (1, repeat('x', 30000), decode(repeat('00', 40000), 'hex'), '{a,b}', '{"a": 1}'),
       (2, 'short', NULL, NULL, NULL)`,
  );
  const found = await check(['public.letters']);
  // DMS counts two bytes per character of an NCLOB.
  expect(found.facts.tables[0]?.lobColumns).toEqual([
    { name: 'body', longestBytes: 60000, sampled: false },
    { name: 'picture', longestBytes: 40000, sampled: false },
    { name: 'tags', longestBytes: 10, sampled: false },
    { name: 'facts', longestBytes: 16, sampled: false },
  ]);
  expect(found.of('lob-size').map(({ column, severity, fix }) => [column, severity, fix?.text])).toEqual([
    ['body', 'error', 'task-settings: {TargetMetadata: {LobMaxSize: 80}}'],
    ['picture', 'error', 'task-settings: {TargetMetadata: {LobMaxSize: 80}}'],
  ]);
  const fixed = await check(['public.letters'], { lob: { mode: 'limited', maxBytes: 80 * 1024 } });
  expect(fixed.of('lob-size')).toEqual([]);
  const excluded = await check(['public.letters'], {
    tables: [
      {
        schema: 'public',
        table: 'letters',
        columns: ['body', 'picture'].map((name) => ({ name, usedIn: 'exclude-columns' as const })),
      },
    ],
  });
  expect(excluded.of('lob-size')).toEqual([]);
  const without = await check(['public.letters'], { lob: { mode: 'none' } });
  expect(without.of('lob-size')).toHaveLength(4);
});

it('a large table is sampled, and the finding says so', async () => {
  await run(
    'CREATE TABLE big (id int PRIMARY KEY, body text)',
    `INSERT INTO big SELECT n, repeat('y', 900) FROM generate_series(1, 20000) n`,
    'ANALYZE big',
  );
  const { facts } = await check(['public.big']);
  expect(facts.tables[0]).toMatchObject({
    rowsEstimated: 20000,
    lobColumns: [{ name: 'body', longestBytes: 1800, sampled: true }],
  });
});

it('numeric without precision is truncated, and a type with precision fixes it', async () => {
  await run(
    'CREATE TABLE sums (id int PRIMARY KEY, total numeric, sure boolean, paid boolean, big numeric(50, 2))',
  );
  const found = await check(['public.sums']);
  expect(found.of('column-cut')).toMatchObject([
    { column: 'total', severity: 'warning', fix: { text: expect.stringContaining('TYPE numeric(38, 10)') } },
  ]);
  expect(found.of('column-reshaped').map((one) => one.found)).toEqual([
    'boolean arrives as the text true or false: public.sums.sure, public.sums.paid',
    'numeric arrives as STRING, for more than 38 digits: public.sums.big',
  ]);
  await applyFixes(found);
  expect((await check(['public.sums'])).of('column-cut')).toEqual([]);
});

it('for a wrong name, the nearest is suggested, in another case or schema', async () => {
  await run(
    healthy,
    'CREATE SCHEMA crm',
    'CREATE TABLE crm.clients (id int PRIMARY KEY)',
    'CREATE VIEW v AS SELECT 1 AS one',
  );
  const found = await check(['public.Orders', 'public.ordres', 'public.clients', 'crm.xyzzy', 'public.v']);
  expect(found.of('table-exists').map(({ table, severity, fix }) => [table, severity, fix?.text])).toEqual([
    ['Orders', 'error', '- public.orders'],
    ['ordres', 'error', '- public.orders'],
    ['clients', 'error', '- crm.clients'],
    ['xyzzy', 'error', undefined],
  ]);
  expect(found.of('table-kind')).toMatchObject([{ table: 'v', severity: 'error', found: 'is a view' }]);
});

it('patterns are those of DMS: [_] is an underscore, and excluded tables are left out', async () => {
  await run(
    'CREATE TABLE a_b (id int PRIMARY KEY)',
    'CREATE TABLE axb (id int PRIMARY KEY)',
    'CREATE TABLE a_secret (id int PRIMARY KEY)',
    'CREATE VIEW a_view AS SELECT 1 AS one',
  );
  const found = await check([], {
    patterns: [
      { schema: 'public', table: 'a[_]%' },
      { schema: 'public', table: 'z%' },
    ],
    excludes: [{ schema: 'public', table: '%secret' }],
  });
  expect(found.facts.tables.map(({ table }) => table)).toEqual(['a_b']);
  expect(found.of('pattern-matches')).toMatchObject([
    { found: 'no table matches public.z%', severity: 'warning' },
  ]);
});

it('for a missing column that the job names, the nearest is suggested', async () => {
  await run(healthy);
  const columns = [
    { name: 'amuont', usedIn: 'where' },
    { name: 'not%', usedIn: 'exclude-columns' },
    { name: 'id', usedIn: 'rules' },
  ] as const;
  const found = await check([], { tables: [{ schema: 'public', table: 'orders', columns }] });
  expect(found.of('column-exists')).toMatchObject([
    { column: 'amuont', severity: 'error', found: expect.stringContaining('the nearest name is amount') },
  ]);
});

it('missing privileges of the mode are reported, and granting them fixes it', async () => {
  await run(
    healthy,
    'CREATE SCHEMA "a""b"',
    'CREATE TABLE "a""b".t (id int PRIMARY KEY)',
    'CREATE TABLE hidden (id int PRIMARY KEY)',
    'ALTER TABLE hidden ENABLE ROW LEVEL SECURITY',
    `CREATE ROLE "dms ""${database}" LOGIN`,
    `ALTER ROLE "dms ""${database}" SET idle_in_transaction_session_timeout = '10s'`,
  );
  const role = `dms ""${database}`;
  const tables = ['public.orders', 'a"b.t', 'public.hidden'];
  const withTimeout = (): Promise<CheckedDatabase> =>
    withClient(server(), database, async (client) => {
      await client.query(`SET SESSION AUTHORIZATION "${role}"`);
      // Settings of a role apply when it logs in, but not with SET SESSION AUTHORIZATION.
      const { rows } = await client.query('SELECT unnest(setconfig) AS s FROM pg_db_role_setting');
      const setting = rows
        .map(({ s }) => String(s))
        .filter((s) => s.startsWith('idle_in'))
        .at(-1);
      if (setting !== undefined) await client.query(`SET ${setting.replace('=', " = '")}'`);
      return checkDatabase(postgresChecks, requestFor('postgres', tables), queryPostgres(client));
    });
  const found = await withTimeout();
  expect(found.findings.map(({ check, table }) => [check, table])).toEqual(
    expect.arrayContaining([
      ['postgres-replication-privilege', undefined],
      ['postgres-idle-transaction-timeout', undefined],
      ['postgres-select-privilege', 'orders'],
      ['postgres-select-privilege', 't'],
      ['postgres-select-privilege', 'hidden'],
      ['postgres-row-security', 'hidden'],
    ]),
  );
  expect(found.skipped.map(({ check }) => check)).toEqual(['postgres-long-transactions']);
  await applyFixes(found);
  const after = await withTimeout();
  expect(problemsOf(after)).toEqual(['postgres-ddl-capture']);
  const loadOnly = await check(tables, { mode: 'full-load' }, role);
  expect(problemsOf(loadOnly)).toEqual([]);
});

it('unlogged tables, virtual columns and partitions are reported', async () => {
  await run(
    'CREATE UNLOGGED TABLE fast (id int PRIMARY KEY)',
    'CREATE TABLE made (id int PRIMARY KEY, twice int GENERATED ALWAYS AS (id * 2) VIRTUAL)',
    'CREATE TABLE years (id int, year int, PRIMARY KEY (id, year)) PARTITION BY LIST (year)',
    'CREATE TABLE years_2024 PARTITION OF years FOR VALUES IN (2024)',
    'CREATE TABLE arrays (a int[])',
    'CREATE TABLE odd (id int PRIMARY KEY, a int)',
    'CREATE UNIQUE INDEX odd_index ON odd (coalesce(a, 0))',
  );
  const tables = ['fast', 'made', 'years', 'arrays', 'odd'].map((name) => `public.${name}`);
  const found = await check(tables);
  const checks = found.findings.map(({ check, table }) => [check, table]);
  expect(checks).toEqual(
    expect.arrayContaining([
      ['postgres-unlogged-tables', 'fast'],
      ['postgres-generated-columns', 'made'],
      ['postgres-partitioned-tables', 'years'],
      ['postgres-array-without-key', 'arrays'],
      ['postgres-replica-identity', 'arrays'],
      ['postgres-coalesce-index', 'odd'],
    ]),
  );
  await applyFixes(found);
  const after = await check(tables);
  expect(after.of('postgres-unlogged-tables')).toEqual([]);
  expect(after.of('postgres-array-without-key')).toEqual([]);
});

it('an array, an identity and a missing key are fixed together', async () => {
  await run(
    'CREATE TABLE tags (code int NOT NULL UNIQUE, words text[])',
    'CREATE TABLE more (words text[])',
    'ALTER TABLE tags REPLICA IDENTITY NOTHING',
  );
  const tables = ['public.tags', 'public.more'];
  for (let round = 0; round < 3; round += 1) await applyFixes(await check(tables));
  expect((await check(tables)).findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
});

it('of a partitioned table, the partitions are selected instead of the parent', async () => {
  await run(
    'CREATE TABLE years (id int, year int, PRIMARY KEY (id, year)) PARTITION BY LIST (year)',
    'CREATE TABLE years_2024 PARTITION OF years FOR VALUES IN (2024)',
    'CREATE TABLE years_old PARTITION OF years DEFAULT PARTITION BY LIST (year)',
    'CREATE TABLE years_2023 PARTITION OF years_old FOR VALUES IN (2023)',
  );
  const found = async (tables: readonly string[], more: Partial<CheckRequest> = {}) =>
    (await check(tables, more))
      .of('postgres-partitioned-tables')
      .map(({ table, severity, fix }) => [table, severity, fix?.text]);
  const pattern = { patterns: [{ schema: 'public', table: 'years%' }] };
  const without = (table: string) => `- {schema: "public", table: "${table}", match: exact, exclude: true}`;
  const parents = ['years', 'years_old'];
  const ofYears = 'partitions-of: {schema: "public", table: "years"}';
  const entry = `- {schema: "public", table: "years[_]%", match: pattern, ${ofYears}}`;
  const remove = (table: string) => `# remove the entry of public.${table}`;
  expect(await found(['public.years'])).toEqual([
    ['years', 'error', [entry, without('years_old'), remove('years')].join('\n')],
  ]);
  expect(await found(['public.years'], { target: 'postgres' })).toEqual([
    ['years', 'error', `- public.years_2023\n- public.years_2024\n${remove('years')}`],
  ]);
  expect(await found([], pattern)).toEqual([
    ['years', 'error', entry],
    ['years_old', 'error', without('years_old')],
  ]);
  expect(await found([], { ...pattern, mode: 'cdc' })).toEqual([['years_2023', 'note', entry]]);
  expect(await found([], { ...pattern, mode: 'cdc', target: 'postgres' })).toEqual([]);
  expect(await found(['public.years', 'public.years_2024'], { mode: 'cdc' })).toEqual([
    ['years', 'error', [entry, without('years_old'), remove('years'), remove('years_2024')].join('\n')],
  ]);
  const excludes = parents.map((table) => ({ schema: 'public', table }));
  const own = { ...pattern, excludes };
  expect(await found([], own)).toEqual([['years_2023', 'note', entry]]);
  expect(await found([], { ...own, target: 'postgres' })).toEqual([]);
  const partitions = [{ schema: 'public', table: 'years[_]%', parent: { schema: 'public', table: 'years' } }];
  expect(await found([], { ...own, partitions })).toEqual([]);
  // A load of the parent alone is whole, and so is one of the partitions.
  expect(await found(['public.years'], { mode: 'full-load' })).toEqual([]);
  expect(await found(['public.years_2023', 'public.years_2024'], { mode: 'full-load' })).toEqual([]);
  expect(await found(['public.years', 'public.years_2024'], { mode: 'full-load' })).toEqual([
    ['years', 'warning', '# remove the entry of public.years_2024'],
  ]);
  // A partition that is created later arrives only where a pattern selects it.
  const listed = ['public.years_2023', 'public.years_2024'];
  expect(await found(listed)).toEqual([
    [
      'years_2023',
      'note',
      [entry, without('years_old'), remove('years_2023'), remove('years_2024')].join('\n'),
    ],
  ]);
});

it('what cannot be one table of the lake is reported per table, with a fix', async () => {
  await run(
    'CREATE TABLE years (id int, year int, note text, PRIMARY KEY (id, year)) PARTITION BY LIST (year)',
    'CREATE TABLE years_2024 PARTITION OF years FOR VALUES IN (2024)',
    'CREATE TABLE years_2025 (note text, year int NOT NULL, id int NOT NULL)',
    'ALTER TABLE years ATTACH PARTITION years_2025 FOR VALUES IN (2025)',
    'CREATE TABLE years_2023 (id int PRIMARY KEY)',
    'CREATE TABLE "Old" PARTITION OF years FOR VALUES IN (1999)',
    'CREATE EXTENSION IF NOT EXISTS postgres_fdw',
    'CREATE SERVER elsewhere FOREIGN DATA WRAPPER postgres_fdw',
    'CREATE TABLE loose (id int, note text)',
    'CREATE TABLE loose_a (PRIMARY KEY (id)) INHERITS (loose)',
    'CREATE TABLE loose_b (more int, PRIMARY KEY (id, note)) INHERITS (loose)',
    'CREATE FOREIGN TABLE loose_c () INHERITS (loose) SERVER elsewhere',
    'INSERT INTO loose VALUES (1, NULL)',
  );
  const entryOf = (parent: string) => ({
    schema: 'public',
    table: `${parent}[_]%`,
    parent: { schema: 'public', table: parent },
  });
  const partitions = [entryOf('years'), entryOf('loose'), entryOf('nothing')];
  const request = { partitions, patterns: partitions, format: 'csv' as const };
  const found = async (tables: readonly string[], more: Partial<CheckRequest> = {}) =>
    (await check(tables, { ...request, ...more })).of('postgres-partitioned-tables');
  const all = await found([]);
  expect(
    all.map(({ table, severity, found: text, fix }) => [table, severity, text.slice(0, 24), fix?.kind]),
  ).toEqual(
    expect.arrayContaining([
      ['years_2023', 'error', 'an entry selects it as a', 'config'],
      ['Old', 'error', 'the job does not select ', 'config'],
      ['years_2025', 'error', 'its columns are (note, y', 'config'],
      ['loose', 'error', 'it has rows of its own, ', 'sql'],
      ['loose_c', 'warning', 'it is a foreign table: i', 'sql'],
      ['loose_b', 'error', 'its columns are (id, not', 'config'],
      ['loose_b', 'error', 'its primary key is (id, ', 'config'],
      ['nothing', 'error', 'public.nothing does not ', 'config'],
    ]),
  );
  expect(all).toHaveLength(8);
  for (const { fix } of all) if (fix?.kind === 'sql') await run(fix.text);
  // The check of the identity reports that it has no key.
  await run('ALTER TABLE loose_rows ADD PRIMARY KEY (id)');
  // The configuration after the fixes: entries of their own, one more partition, Parquet.
  const old = { schema: 'public', table: 'Old', parent: { schema: 'public', table: 'years' } };
  const own = ['public.years_2023', 'public.loose_b', 'public.Old'];
  const after = { partitions: [old, entryOf('years'), entryOf('loose')], format: 'parquet' as const };
  expect(await found(own, after)).toEqual([]);
});

it('of a parent with rows of its own, these are moved to a table that can be selected', async () => {
  await run(
    'CREATE TABLE people (id int PRIMARY KEY)',
    'CREATE TABLE staff (CHECK (id > 100)) INHERITS (people)',
    'INSERT INTO people VALUES (1)',
  );
  const pattern = { patterns: [{ schema: 'public', table: '%' }] };
  const found = await check([], pattern);
  expect(found.of('postgres-partitioned-tables')).toMatchObject([
    { table: 'people', severity: 'error', fix: { kind: 'sql', text: expect.stringContaining('INHERITS') } },
  ]);
  await run(found.of('postgres-partitioned-tables')[0]?.fix?.text ?? '');
  expect((await check([], pattern)).of('postgres-partitioned-tables')).toMatchObject([
    { table: 'people', fix: { kind: 'config' } },
  ]);
  const excludes = [{ schema: 'public', table: 'people' }];
  const after = await check([], { ...pattern, excludes });
  expect(after.of('postgres-partitioned-tables')).toEqual([]);
  expect(after.facts.tables.map(({ table }) => table)).toEqual(['people_rows', 'staff']);
});

it('a varchar without a length is compared with what DMS reads of it', async () => {
  await run(
    'CREATE TABLE long (id int PRIMARY KEY, v varchar)',
    `INSERT INTO long VALUES (1, repeat('z', 9000))`,
  );
  const found = await check(['public.long']);
  expect(found.of('postgres-unbounded-varchar')).toMatchObject([
    { column: 'v', fix: { text: 'connection-attributes: {unboundedVarcharMaxSize: 18000}' } },
  ]);
  const fixed = await check(['public.long'], { connectionAttributes: 'unboundedVarcharMaxSize=18000' });
  expect(fixed.of('postgres-unbounded-varchar')).toEqual([]);
});

it('drift since the last successful run is reported by policy: added, dropped and retyped columns', async () => {
  await run(healthy);
  const before = (await check(['public.orders'])).facts.tables;
  await run(
    'ALTER TABLE orders DROP COLUMN note',
    'ALTER TABLE orders ADD COLUMN more int',
    'ALTER TABLE orders ALTER amount TYPE numeric(12, 2)',
  );
  const of = async (drift: CheckRequest['drift']) =>
    (await check(['public.orders'], { drift, lastShapes: before })).of('schema-drift');
  expect((await of('block')).map(({ column, severity, found }) => [column, severity, found])).toEqual([
    ['note', 'error', 'the column is missing; it was character varying(80)'],
    ['more', 'error', 'the column is new: integer'],
    ['amount', 'error', 'the column was numeric(10,2) and is numeric(12,2) now'],
  ]);
  expect((await of('warn'))[0]?.severity).toBe('warning');
  // In Parquet, files keep the type that the source had.
  const more = { drift: 'warn', format: 'parquet', lastShapes: before, now: '2026-03-01T10:00:00Z' } as const;
  const parquet = (await check(['public.orders'], more)).of('schema-drift');
  expect(parquet.map(({ column, fix }) => [column, fix?.text.split('\n')[1]])).toEqual([
    ['note', undefined],
    ['more', undefined],
    [
      'amount',
      'lake: {prefix: sales/orders-2026-03-01}   # where Athena cannot read the earlier files; deploy, then run: lakeferry reload sales/orders',
    ],
  ]);
  expect(parquet[2]?.found).toContain('Files that have arrived keep the earlier type');
  expect(await of('ignore')).toEqual([]);
});

it('a wrong clock and a time zone are reported', async () => {
  await run(healthy);
  const found = await check(['public.orders'], { now: new Date(Date.now() + 600_000).toISOString() });
  expect(found.of('source-clock')).toMatchObject([
    { severity: 'warning', found: expect.stringMatching(/behind$/) },
  ]);
  await run(`ALTER DATABASE ${database} SET timezone = 'Asia/Kolkata'`);
  expect((await check(['public.orders'])).of('source-time-zone')).toMatchObject([
    { found: 'the current time zone of the source is UTC+05:30' },
  ]);
});

it('a key that a conversion can make equal to another is reported with the format that keeps it, which works', async () => {
  await run(
    'CREATE DOMAIN moment AS timestamp(6)',
    'CREATE TABLE readings (at timestamptz, sensor int, v numeric, PRIMARY KEY (at, sensor))',
    'CREATE TABLE exact (at timestamp(3) PRIMARY KEY)',
    'CREATE TABLE sums (total numeric PRIMARY KEY)',
    'CREATE TABLE tagged (at moment PRIMARY KEY)',
  );
  const tables = ['readings', 'exact', 'sums', 'tagged'].map((name) => `public.${name}`);
  const keys = async (format: 'csv' | 'parquet', connectionAttributes = '') =>
    (await check(tables, { format, connectionAttributes }))
      .of('key-merged')
      .filter(({ severity }) => severity === 'warning')
      .map(({ table, column, fix }) => [table, column, fix?.text]);
  const asText = expect.stringContaining('mapUnboundedNumericAsString: true');
  expect(await keys('parquet')).toEqual([
    ['readings', 'at', 'format: csv   # keeps microseconds'],
    ['sums', 'total', asText],
    ['sums', 'total', asText],
    ['tagged', 'at', 'format: csv   # keeps microseconds'],
  ]);
  expect(await keys('parquet', 'mapUnboundedNumericAsString=true')).toHaveLength(2);
  expect((await keys('csv')).map(([table]) => table)).toEqual(['sums', 'sums']);
});

describe('texts', () => {
  const columns =
    'id int PRIMARY KEY, day date, i interval, b bytea, f real, at timestamptz, m money, name varchar(9)';

  it.each([
    ['DateStyle', "'SQL, DMY'", 'day'],
    ['IntervalStyle', "'iso_8601'", 'i'],
    ['bytea_output', "'escape'", 'b'],
    ['extra_float_digits', '0', 'f'],
    ['TimeZone', "'Asia/Tokyo'", 'at'],
    ['lc_monetary', "'de_DE.UTF-8'", 'm'],
    ['client_encoding', "'LATIN1'", 'id and 7 more'],
  ])(
    '%s of the database, of the login or of both is reported, and the fix works',
    async (setting, value, column) => {
      const { user } = server();
      await run(`CREATE TABLE formats (${columns})`);
      for (const whose of [
        `DATABASE "${database}"`,
        `ROLE "${user}"`,
        `ROLE "${user}" IN DATABASE "${database}"`,
      ]) {
        // The locale of a money need not exist on this machine.
        const isSet = await run(`ALTER ${whose} SET ${setting} = ${value}`).then(
          () => true,
          (error: Error) =>
            !error.message.includes('invalid value for parameter "lc_monetary"') && Promise.reject(error),
        );
        if (!isSet) return;
        const mode = { mode: 'full-load' as const, databaseName: database };
        const found = await check(['public.formats'], mode);
        expect(found.of('postgres-text-formats')).toMatchObject([
          { severity: 'warning', found: expect.stringContaining(`public.formats.${column}`) },
        ]);
        await applyFixes(found);
        expect((await check(['public.formats'], mode)).of('postgres-text-formats')).toEqual([]);
        await run(
          `ALTER ${whose} RESET ${setting}`,
          `ALTER ROLE "${user}" IN DATABASE "${database}" RESET ALL`,
        );
      }
    },
  );

  it('a format that no selected column depends on is not reported', async () => {
    await run(
      'CREATE TABLE plain (id int PRIMARY KEY)',
      `ALTER DATABASE "${database}" SET DateStyle = 'German'`,
    );
    expect((await check(['public.plain'])).passed).toContain('postgres-text-formats');
  });

  it.each([
    ['LATIN1', 'full-load-and-cdc', 'mode: full-load'],
    ['KOI8R', 'cdc', 'mode: full-load'],
    ['LATIN1', 'full-load', undefined],
    ['SQL_ASCII', 'full-load', 'restore a dump'],
    ['UTF8', 'cdc', undefined],
  ] as const)('a database in %s with %s: the fix is %s', async (encoding, mode, fix) => {
    database = `${encoding.toLowerCase()}_${made}`;
    await withClient(server(), 'postgres', (client) =>
      client.query(
        `CREATE DATABASE ${database} ENCODING '${encoding}' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'`,
      ),
    );
    await run('CREATE TABLE t (id int PRIMARY KEY)');
    const found = await check(['public.t'], { mode });
    expect(found.of('postgres-encoding').map((one) => one.fix?.text)).toEqual(
      fix === undefined ? [] : [expect.stringContaining(fix)],
    );
  });
});

it('a replica as source needs an engine version of DMS that reads replicas', async () => {
  const { evaluate } = standby;
  const server = new Map([
    ['server', { rows: [{ is_standby: true, version_number: 160_004 }], milliseconds: 0 }],
  ]);
  const found = (dmsVersion: string) => {
    const request = { ...requestFor('postgres', []), dmsVersion };
    const facts = { version: '16.4', tables: [], names: [] };
    return evaluate({ request, facts, results: server, tables: [] });
  };
  expect(found('3.5.4')).toMatchObject([
    { severity: 'error', fix: { text: expect.stringMatching(/^engine-version: 3\.6\.1 /) } },
  ]);
  expect(found('3.6.1')).toMatchObject([{ severity: 'warning' }]);
});

it('REPLICA IDENTITY FULL needs test_decoding where pglogical is installed', async () => {
  await run('CREATE TABLE whole (id int PRIMARY KEY)', 'ALTER TABLE whole REPLICA IDENTITY FULL');
  const found = (connectionAttributes?: string) =>
    withClient(server(), database, async (client) => {
      const query = queryPostgres(client);
      const request = requestFor('postgres', ['public.whole'], { connectionAttributes });
      const checked = await checkDatabase(postgresChecks, request, async (asked) => {
        const result = await query(asked);
        if (asked.id !== 'server' || !('rows' in result)) return result;
        return { ...result, rows: result.rows.map((row) => ({ ...row, has_pglogical: true })) };
      });
      return checked.of('postgres-decoding-plugin');
    });
  expect(await found()).toMatchObject([
    {
      table: 'whole',
      severity: 'error',
      fix: { text: 'connection-attributes: {PluginName: test_decoding}' },
    },
  ]);
  expect(await found('captureDDLs=N;PluginName=test_decoding')).toEqual([]);
});
