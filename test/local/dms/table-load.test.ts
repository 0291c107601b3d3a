import { usePostgres } from '../../helpers/databases/postgres';
import { include, transform } from '../../helpers/local/local-dms';
import { TableTarget } from '../../helpers/local/table-target';

describe('a full load into PostgreSQL', () => {
  const server = usePostgres();
  let pair: TableTarget;

  const open = async (schema: string): Promise<TableTarget> => {
    pair = await TableTarget.open(server(), 'load', schema);
    return pair;
  };
  const prepare = (TargetTablePrepMode: string) => ({ FullLoadSettings: { TargetTablePrepMode } });
  afterEach(() => pair.bench.clear());

  const people = `CREATE SCHEMA "HR"; CREATE TABLE "HR"."PEOPLE" ("ID" int, "PART" int, "NAME" varchar(20), PRIMARY KEY ("PART", "ID"));
    INSERT INTO "HR"."PEOPLE" SELECT i, 1, CASE WHEN i % 3 = 0 THEN NULL ELSE E'n\\t\\n\\\\' || i END FROM generate_series(1, 2500) i`;

  it('makes schema, table and primary key, and copies every row with tabs, line breaks, backslashes and NULLs', async () => {
    await open(people);
    const arn = await pair.task([include('HR', 'PEOPLE')]);
    await pair.bench.run(arn);
    expect(await pair.bench.tables(arn)).toMatchObject([
      { TableState: 'Table completed', FullLoadRows: 2500 },
    ]);
    const all = 'SELECT * FROM "HR"."PEOPLE" ORDER BY "ID"';
    expect((await pair.to(all)).rows).toEqual((await pair.from(all)).rows);
    const key = `SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = '"HR"."PEOPLE"'::regclass AND contype = 'p'`;
    expect(await pair.rows(key)).toEqual([['PRIMARY KEY ("PART", "ID")']]);
  });

  it('writes lower-case names where the rules say so, the key among them', async () => {
    await open(people);
    const every = { 'schema-name': '%' };
    const arn = await pair.task([
      include('HR', '%'),
      transform('schema', 'rename', every, { value: 'people' }),
      transform('table', 'convert-lowercase', { ...every, 'table-name': '%' }),
      transform('column', 'convert-lowercase', { ...every, 'table-name': '%', 'column-name': '%' }),
    ]);
    await pair.bench.run(arn);
    expect(await pair.rows('SELECT count(*)::int, count(name)::int, max(id) FROM people.people')).toEqual([
      [2500, 1667, 2500],
    ]);
    await expect(pair.to('INSERT INTO people.people VALUES (1, 1, NULL)')).rejects.toThrow('duplicate key');
  });

  it('maps types as DMS does, and cuts LOBs in limited mode only', async () => {
    await open(`CREATE TABLE kinds (id int PRIMARY KEY, b bool, u uuid, n numeric(9,2), free numeric, t timestamptz, d date,
        j jsonb, x bytea, a int[], long text, r float8);
      INSERT INTO kinds VALUES (1, true, '00000000-0000-0000-0000-000000000001', 12.30, 1.23456789, '2026-01-31 10:00+02',
        '2026-01-31', '{"a": 1}', '\\x00ff', '{1,2}', repeat('x', 40000), 0.1)`);
    const types = `SELECT string_agg(format_type(atttypid, atttypmod), ', ' ORDER BY attnum) FROM pg_attribute
      WHERE attrelid = 'kinds'::regclass AND attnum > 0 AND NOT attisdropped`;
    const limited = await pair.task([include('public', 'kinds')]);
    await pair.bench.run(limited);
    expect(await pair.rows(types)).toEqual([
      [
        'integer, character varying(5), character varying(36), numeric(9,2), numeric(28,6), ' +
          'timestamp without time zone, date, text, bytea, text, text, double precision',
      ],
    ]);
    expect(
      await pair.rows('SELECT b, u, n, free, t::text, d::text, j, x, a, length(long), r FROM kinds'),
    ).toEqual([
      [
        ...['true', '00000000-0000-0000-0000-000000000001', '12.30', '1.234567', '2026-01-31 08:00:00'],
        ...['2026-01-31', '{"a": 1}', Buffer.from([0, 255]), '{1,2}', 16_384, 0.1],
      ],
    ]);
    const full = await pair.task([include('public', 'kinds')], {
      TargetMetadata: { FullLobMode: true, LimitedSizeLobMode: false },
    });
    await pair.bench.run(full);
    expect(await pair.rows('SELECT length(long) FROM kinds')).toEqual([[40_000]]);
  });

  it('DROP_AND_CREATE has no CASCADE: a view makes the table fail, and the others load', async () => {
    await open('CREATE TABLE a AS SELECT 1 AS id; CREATE TABLE b AS SELECT 2 AS id');
    await pair.to('CREATE TABLE a (id int); CREATE VIEW va AS SELECT * FROM a');
    const arn = await pair.task([include('public', '%')]);
    await pair.bench.run(arn);
    expect(await pair.bench.tables(arn)).toMatchObject([
      { TableName: 'a', TableState: 'Table error' },
      { TableName: 'b', TableState: 'Table completed', FullLoadRows: 1 },
    ]);
  });

  it('TRUNCATE_BEFORE_LOAD keeps grants, views and types of the target, and takes the old rows away', async () => {
    await open("CREATE TABLE a (id int PRIMARY KEY, ok text); INSERT INTO a VALUES (1, 'true')");
    await pair.to(
      'CREATE TABLE a (id bigint PRIMARY KEY, ok boolean, more text); INSERT INTO a VALUES (9); CREATE VIEW va AS SELECT * FROM a',
    );
    await pair.bench.run(await pair.task([include('public', 'a')], prepare('TRUNCATE_BEFORE_LOAD')));
    expect(await pair.rows('SELECT id::int, ok, more FROM va')).toEqual([[1, true, null]]);
  });

  it('DO_NOTHING adds to what is there; a key that is there fails the table and leaves it as it was', async () => {
    await open('CREATE TABLE a AS SELECT i AS id FROM generate_series(1, 3) i');
    await pair.to('CREATE TABLE a (id int PRIMARY KEY); INSERT INTO a VALUES (9)');
    await pair.bench.run(await pair.task([include('public', 'a')], prepare('DO_NOTHING')));
    expect(await pair.rows('SELECT id FROM a ORDER BY id')).toEqual([[1], [2], [3], [9]]);
    const again = await pair.task([include('public', 'a')], prepare('DO_NOTHING'));
    await pair.bench.run(again);
    expect(await pair.bench.tables(again)).toMatchObject([{ TableState: 'Table error' }]);
    expect(await pair.rows('SELECT count(*)::int FROM a')).toEqual([[4]]);
  });

  it('foreign keys of the target do not stop a load whose sessions are replicas', async () => {
    await open('CREATE TABLE child AS SELECT 1 AS id, 7 AS parent; CREATE TABLE parent AS SELECT 7 AS id');
    await pair.to(
      'CREATE TABLE parent (id int PRIMARY KEY); CREATE TABLE child (id int, parent int REFERENCES parent)',
    );
    const arn = await pair.task([include('public', '%')], {
      FullLoadSettings: { TargetTablePrepMode: 'DO_NOTHING', MaxFullLoadSubTasks: 1 },
    });
    await pair.bench.run(arn);
    expect(await pair.bench.tables(arn)).toMatchObject([
      { TableName: 'child', TableState: 'Table completed' },
      { TableName: 'parent', TableState: 'Table completed' },
    ]);
  });

  it('a target that cannot be reached fails the connection test and says why', async () => {
    await open('CREATE TABLE a (id int)');
    pair.bench.secrets.set(
      `${pair.name}_target`,
      JSON.stringify({ username: 'nobody', password: 'wrong', host: '127.0.0.1', port: server().port }),
    );
    await pair.bench.test(pair.target);
    expect(await pair.bench.call('DescribeConnections', {})).toMatchObject({
      Connections: [
        {
          Status: 'failed',
          LastFailureMessage: expect.stringContaining('FATAL: password authentication failed'),
        },
      ],
    });
  });
});
