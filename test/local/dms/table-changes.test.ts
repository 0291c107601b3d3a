import { usePostgres } from '../../helpers/databases/postgres';
import { include } from '../../helpers/local/local-dms';
import { TableTarget } from '../../helpers/local/table-target';

describe('changes into PostgreSQL', () => {
  const server = usePostgres();
  let pair: TableTarget;

  const open = async (schema: string, settings = {}, type = 'full-load-and-cdc'): Promise<string> => {
    pair = await TableTarget.open(server(), 'apply', schema);
    const arn = await pair.task([include('public', '%')], settings, type);
    await pair.running(arn);
    return arn;
  };
  afterEach(() => pair.bench.clear());
  const exceptions = () =>
    pair.rows('SELECT "TABLE_NAME", "ERROR" FROM awsdms_apply_exceptions ORDER BY "ERROR_TIME"');

  it('follows inserts, updates and deletes in commit order', async () => {
    await open(
      "CREATE TABLE a (id int PRIMARY KEY, v text); INSERT INTO a VALUES (1, 'one'), (2, 'two'), (3, 'x')",
    );
    await pair.from("INSERT INTO a SELECT i, 'bulk' FROM generate_series(10, 2500) i");
    await pair.from("UPDATE a SET v = 'ONE' WHERE id = 1; DELETE FROM a WHERE id = 3");
    await pair.from("INSERT INTO a VALUES (3, 'again'); DELETE FROM a WHERE id BETWEEN 100 AND 2500");
    await pair.applied();
    const all = 'SELECT * FROM a ORDER BY id';
    expect((await pair.to(all)).rows).toEqual((await pair.from(all)).rows);
    expect(await exceptions()).toEqual([]);
  });

  it('leaves a large value alone that an update did not touch', async () => {
    await open('CREATE TABLE a (id int PRIMARY KEY, big text, n int)', {
      TargetMetadata: { FullLobMode: true, LimitedSizeLobMode: false },
    });
    await pair.from(
      "INSERT INTO a SELECT 1, string_agg(md5(i::text), ''), 0 FROM generate_series(1, 4000) i; UPDATE a SET n = 1",
    );
    await pair.applied();
    await pair.from('UPDATE a SET n = 2');
    await pair.applied();
    expect(await pair.rows('SELECT id, length(big), n FROM a')).toEqual([[1, 128_000, 2]]);
  });

  it('ignores an update of the key without an exception, whatever the replica identity is', async () => {
    await open(
      'CREATE TABLE a (id int PRIMARY KEY, v int); CREATE TABLE b (id int PRIMARY KEY, v int); ALTER TABLE b REPLICA IDENTITY FULL; INSERT INTO a VALUES (1, 1), (2, 2); INSERT INTO b TABLE a',
    );
    await pair.from('UPDATE a SET id = 5, v = 5 WHERE id = 1; UPDATE b SET id = 5, v = 5 WHERE id = 1');
    await pair.from('UPDATE b SET v = 3 WHERE id = 2');
    await pair.applied();
    expect(await pair.rows('SELECT id, v FROM a ORDER BY id')).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect(await pair.rows('SELECT id, v FROM b ORDER BY id')).toEqual([
      [1, 1],
      [2, 3],
    ]);
    expect(await exceptions()).toEqual([]);
  });

  it('a table without a key follows updates and deletes where its whole rows are logged, one row at a time', async () => {
    await open(
      "CREATE TABLE a (v text, n int); ALTER TABLE a REPLICA IDENTITY FULL; INSERT INTO a VALUES ('x', 1), ('x', 1), (NULL, 2)",
    );
    await pair.from(
      'DELETE FROM a WHERE ctid = (SELECT min(ctid) FROM a WHERE n = 1); UPDATE a SET n = 3 WHERE v IS NULL',
    );
    await pair.applied();
    expect(await pair.rows('SELECT v, n FROM a ORDER BY n')).toEqual([
      ['x', 1],
      [null, 3],
    ]);
  });

  it('TRUNCATE and a new column reach the target', async () => {
    await open('CREATE TABLE a (id int PRIMARY KEY); INSERT INTO a VALUES (1)');
    await pair.from('TRUNCATE a; INSERT INTO a VALUES (2)');
    await pair.applied();
    await pair.from("ALTER TABLE a ADD COLUMN name varchar(9); INSERT INTO a VALUES (3, 'three')");
    await pair.applied();
    expect(await pair.rows('SELECT id, name FROM a ORDER BY id')).toEqual([
      [2, null],
      [3, 'three'],
    ]);
  });

  it('an insert whose key is there becomes an update under UPDATE_RECORD, and an exception under LOG_ERROR', async () => {
    for (const [policy, value, found] of [
      ['UPDATE_RECORD', 'new', []],
      ['LOG_ERROR', 'old', [['a', expect.stringContaining('duplicate key')]]],
    ] as const) {
      await open('CREATE TABLE a (id int PRIMARY KEY, v text)', {
        ErrorBehavior: { ApplyErrorInsertPolicy: policy },
      });
      await pair.applied();
      await pair.to("INSERT INTO a VALUES (1, 'old')");
      await pair.from("INSERT INTO a VALUES (1, 'new'); INSERT INTO a VALUES (2, 'other')");
      await pair.applied();
      expect(await pair.rows('SELECT v FROM a ORDER BY id')).toEqual([[value], ['other']]);
      expect(await exceptions()).toEqual(found);
      if (policy === 'UPDATE_RECORD') await pair.bench.clear();
    }
  });

  it('an update that meets no row is written down, a delete that meets none is ignored', async () => {
    await open("CREATE TABLE a (id int PRIMARY KEY, v text); INSERT INTO a VALUES (1, 'x'), (2, 'y')");
    await pair.applied();
    await pair.to('TRUNCATE a');
    await pair.from("UPDATE a SET v = 'z' WHERE id = 1; DELETE FROM a WHERE id = 2");
    await pair.applied();
    expect(await exceptions()).toEqual([['a', '0 rows affected']]);
    expect(await pair.rows('SELECT * FROM a')).toEqual([]);
  });

  it('a value that the target refuses suspends its table under SUSPEND_TABLE, and the other table goes on', async () => {
    const arn = await open(
      'CREATE TABLE a (id int PRIMARY KEY, v text); CREATE TABLE b (id int PRIMARY KEY)',
      {
        FullLoadSettings: { TargetTablePrepMode: 'DO_NOTHING' },
        ErrorBehavior: { DataErrorPolicy: 'SUSPEND_TABLE' },
      },
    );
    await pair.applied();
    await pair.to('ALTER TABLE a ALTER COLUMN v TYPE int USING v::int');
    await pair.from(
      "INSERT INTO a VALUES (1, 'no number'); INSERT INTO b VALUES (1); INSERT INTO a VALUES (2, '2')",
    );
    await pair.applied();
    expect(await pair.bench.tables(arn)).toMatchObject([
      { TableName: 'a', TableState: 'Table error' },
      { TableName: 'b', TableState: 'Table completed', AppliedInserts: 1 },
    ]);
    expect(await pair.rows('SELECT id FROM b')).toEqual([[1]]);
  });

  it('cdc alone comes to tables that are there, and makes one that is missing', async () => {
    pair = await TableTarget.open(
      server(),
      'apply',
      'CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY)',
    );
    await pair.to('CREATE TABLE a (id int PRIMARY KEY); INSERT INTO a VALUES (1)');
    const arn = await pair.task([include('public', '%')], {}, 'cdc');
    await pair.running(arn);
    await pair.from('INSERT INTO a VALUES (2); INSERT INTO b VALUES (3)');
    await pair.applied();
    expect(await pair.rows('SELECT id FROM a UNION ALL SELECT id FROM b ORDER BY id')).toEqual([
      [1],
      [2],
      [3],
    ]);
  });

  it('a crash after the target’s commit, before the source heard of it, applies nothing twice', async () => {
    pair = await TableTarget.open(
      server(),
      'apply',
      'CREATE TABLE a (v text); ALTER TABLE a REPLICA IDENTITY FULL',
    );
    const make = "SELECT pg_create_logical_replication_slot('early', 'test_decoding')";
    await pair.from(make);
    const arn = await pair.task([include('public', '%')], {}, 'cdc');
    await pair.running(arn);
    await pair.from("INSERT INTO a VALUES ('once')");
    await pair.applied();
    await pair.stop(arn);
    // A slot that has confirmed nothing, and a target that has everything.
    await pair.to("UPDATE awsdms_txn_state SET slot = 'early'");
    const settings = { SecretsManagerSecretId: pair.name, SlotName: 'early' };
    const source = await pair.bench.source(server(), pair.name, {
      EndpointIdentifier: 'early',
      PostgreSQLSettings: settings,
    });
    const again = await pair.bench.task(
      source,
      pair.target,
      [include('public', '%')],
      {},
      // DMS takes a named slot only with a position. The slot begins later than this one.
      { MigrationType: 'cdc', CdcStartPosition: '0/1' },
    );
    await pair.running(again);
    await pair.from("INSERT INTO a VALUES ('then')");
    await pair.applied();
    expect(await pair.rows('SELECT v FROM a ORDER BY v')).toEqual([['once'], ['then']]);
    await pair.stop(again);
    await pair.from("SELECT pg_drop_replication_slot('early')");
  });

  it('deleting the task takes its slot and its row in awsdms_txn_state away', async () => {
    const arn = await open('CREATE TABLE a (id int PRIMARY KEY)');
    await pair.from('INSERT INTO a VALUES (1)');
    await pair.applied();
    await pair.stop(arn);
    expect(await pair.rows('SELECT count(*)::int FROM awsdms_txn_state')).toEqual([[1]]);
    await pair.bench.call('DeleteReplicationTask', { ReplicationTaskArn: arn });
    await pair.bench.clock.advance(2000);
    expect(await pair.rows('SELECT count(*)::int FROM awsdms_txn_state')).toEqual([[0]]);
    expect(
      (await pair.from('SELECT FROM pg_replication_slots WHERE database = current_database()')).rowCount,
    ).toBe(0);
  });
});
