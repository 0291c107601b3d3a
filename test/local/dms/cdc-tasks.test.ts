import { dropSlot } from '../../../local/dms/capture/slots';
import { usePostgres, withClient } from '../../helpers/databases/postgres';
import { cdc, everyTable, loadAndCdc, useCdcBench } from '../../helpers/local/cdc-bench';
import { DmsBench, include } from '../../helpers/local/local-dms';
import { until } from '../../helpers/run/until';

const noRetries = { ErrorBehavior: { RecoverableErrorCount: 0 } };

describe('a task with change capture', () => {
  const server = usePostgres();
  const bench = useCdcBench(
    server,
    'CREATE TABLE orders (id int PRIMARY KEY, name text, price numeric(10,2), at timestamptz)',
  );

  it('loads first and then follows, and no change is lost or doubled at the hand-over', async () => {
    const on = bench();
    await on.sql("INSERT INTO orders SELECT i, 'n' || i FROM generate_series(1, 1000) i");
    on.bench.dms.script.slow({ table: 'public.orders', secondsPerTable: 30 });
    const target = await on.bench.target({ IncludeOpForFullLoad: true });
    const arn = await on.bench.task(on.source, target, everyTable(), {}, loadAndCdc);
    await on.running(arn);
    // The slot exists and the load has not begun: its snapshot will contain this row, and so will the log.
    await on.sql("INSERT INTO orders VALUES (1001, 'between')");
    await on.bench.clock.advance(40_000);
    await on.sql("INSERT INTO orders VALUES (1002, 'after')");
    await on.written();
    const rows = (await on.text()).trimEnd().split('\n');
    expect(rows).toHaveLength(1002);
    expect(rows.filter((row) => row.startsWith('I,1001'))).toHaveLength(1);
    expect(await on.bench.show(arn)).toMatchObject({
      Status: 'running',
      ReplicationTaskStats: {
        FullLoadProgressPercent: 100,
        TablesLoaded: 1,
        FullLoadFinishDate: expect.any(Number),
      },
    });
    expect((await on.bench.tables(arn))[0]).toMatchObject({ FullLoadRows: 1001, Inserts: 1 });
  });

  it('loads segments from one snapshot, so that no change is lost or doubled between them', async () => {
    const on = bench();
    await on.sql("INSERT INTO orders SELECT i, 'n' || i FROM generate_series(1, 1000) i");
    on.bench.dms.script.slow({ table: 'public.orders', rowsPerSecond: 20 });
    const target = await on.bench.target({ IncludeOpForFullLoad: true });
    const ranges = {
      'rule-type': 'table-settings',
      'rule-id': '90',
      'rule-name': '90',
      'object-locator': { 'schema-name': 'public', 'table-name': 'orders' },
      'parallel-load': { type: 'ranges', columns: ['id'], boundaries: [['300'], ['600']] },
    };
    // Fewer workers than segments: the last one begins when others are done, and new rows have arrived.
    const settings = { FullLoadSettings: { MaxFullLoadSubTasks: 2 } };
    const arn = await on.bench.task(on.source, target, [...everyTable(), ranges], settings, loadAndCdc);
    await on.running(arn);
    await on.sql("INSERT INTO orders VALUES (0, 'low'), (1001, 'high')");
    await on.bench.clock.advance(120_000);
    await on.written();
    const rows = (await on.text()).trimEnd().split('\n');
    expect(new Set(rows).size).toBe(rows.length);
    expect(rows).toHaveLength(1002);
    expect((await on.bench.tables(arn))[0]).toMatchObject({ TableState: 'Table completed' });
  });

  it('stops with a checkpoint, keeps its slot, and resumes where it was', async () => {
    const on = bench();
    const arn = await on.bench.task(on.source, await on.bench.target(), everyTable(), {}, cdc);
    await on.running(arn);
    await on.sql("INSERT INTO orders VALUES (1, 'before')");
    await on.bench.dms.caughtUp();
    await on.stop(arn);
    expect(await on.bench.show(arn)).toMatchObject({
      StopReason: 'Stop Reason NORMAL',
      RecoveryCheckpoint: expect.stringMatching(/^checkpoint:V1#1#[0-9A-F]{8}\/[0-9A-F]{8}#/),
    });
    expect(await on.text()).toBe('I,1,before,NULL,NULL\n');
    expect(await on.slots()).toMatchObject([{ active: false, plugin: 'test_decoding' }]);
    await on.sql("INSERT INTO orders VALUES (2, 'while stopped')");
    await on.running(arn, 'resume-processing');
    await on.written();
    expect(await on.text()).toBe('I,1,before,NULL,NULL\nI,2,while stopped,NULL,NULL\n');
    await on.stop(arn);
    await on.bench.call('DeleteReplicationTask', { ReplicationTaskArn: arn });
    await on.bench.clock.advance(1000);
    expect(await on.slots()).toEqual([]);
  });

  it('starts a cdc task from a position of a slot that its owner made', async () => {
    const on = bench();
    await on.sql("SELECT pg_create_logical_replication_slot('ours', 'test_decoding')");
    await on.sql("INSERT INTO orders VALUES (1, 'skipped')");
    const { rows } = await on.sql('SELECT pg_current_wal_flush_lsn()::text AS lsn');
    await on.sql("INSERT INTO orders VALUES (2, 'taken')");
    await on.bench.call('ModifyEndpoint', {
      EndpointArn: on.source,
      PostgreSQLSettings: { SlotName: 'ours' },
    });
    const arn = await on.bench.task(
      on.source,
      await on.bench.target(),
      everyTable(),
      {},
      { ...cdc, CdcStartPosition: rows[0].lsn },
    );
    await on.running(arn);
    await on.written();
    expect(await on.text()).toBe('I,2,taken,NULL,NULL\n');
    await on.stop(arn);
    await on.bench.call('DeleteReplicationTask', { ReplicationTaskArn: arn });
    await on.bench.clock.advance(1000);
    expect(await on.slots()).toMatchObject([{ slot_name: 'ours' }]);
    await on.sql("SELECT pg_drop_replication_slot('ours')");
  });

  it('fails a task on the slot of an owner that was created without a position, also when its start has one', async () => {
    const on = bench();
    await on.sql("SELECT pg_create_logical_replication_slot('named', 'test_decoding')");
    const { rows } = await on.sql('SELECT pg_current_wal_flush_lsn()::text AS lsn');
    await on.bench.call('ModifyEndpoint', {
      EndpointArn: on.source,
      PostgreSQLSettings: { SlotName: 'named' },
    });
    const arn = await on.bench.task(on.source, await on.bench.target(), everyTable(), {}, cdc);
    for (const start of [{}, { CdcStartPosition: rows[0].lsn }]) {
      await on.bench.call('StartReplicationTask', {
        ReplicationTaskArn: arn,
        StartReplicationTaskType: 'start-replication',
        ...start,
      });
      await on.bench.until(arn, 'failed');
      expect((await on.bench.show(arn)).LastFailureMessage).toMatch(
        /slot named .* created with a CdcStartPosition/,
      );
    }
    await on.sql("SELECT pg_drop_replication_slot('named')");
  });

  it('goes on in a new service from the same slot and checkpoint after a crash, and nothing is lost or doubled', async () => {
    const on = bench();
    await on.sql("SELECT pg_create_logical_replication_slot('kept', 'test_decoding')");
    await on.bench.call('ModifyEndpoint', {
      EndpointArn: on.source,
      PostgreSQLSettings: { SlotName: 'kept' },
    });
    const { rows } = await on.sql('SELECT pg_current_wal_flush_lsn()::text AS lsn');
    const arn = await on.bench.task(
      on.source,
      await on.bench.target(),
      everyTable(),
      {},
      { ...cdc, CdcStartPosition: rows[0].lsn },
    );
    await on.running(arn);
    await on.sql("INSERT INTO orders VALUES (1, 'written')");
    await on.written();
    const { RecoveryCheckpoint } = await on.bench.show(arn);
    await on.sql("INSERT INTO orders VALUES (2, 'read, not written')");
    await on.bench.dms.caughtUp();
    await on.bench.dms.stop();
    await on.sql("INSERT INTO orders VALUES (3, 'while down')");
    const again = new DmsBench({
      throttling: false,
      objects: on.bench.objects,
      dataFolder: on.bench.dataFolder,
    });
    await again.clock.advance(3_600_000);
    await again.open();
    const from = await again.source(on.server, on.database, {
      PostgreSQLSettings: { SecretsManagerSecretId: on.database, SlotName: 'kept' },
    });
    const task = await again.task(
      from,
      await again.target(),
      everyTable(),
      {},
      { ...cdc, CdcStartPosition: RecoveryCheckpoint },
    );
    await again.start(task);
    await again.until(task, 'running');
    await again.dms.caughtUp();
    await again.clock.advance(60_000);
    expect(await on.text()).toBe(
      'I,1,written,NULL,NULL\nI,2,"read, not written",NULL,NULL\nI,3,while down,NULL,NULL\n',
    );
    await again.dms.stop();
    await withClient(on.server, on.database, (client) => dropSlot(client, 'kept'));
  });

  it('fails when its slot is gone, and, without retries, when the source cuts the connection; it can be resumed after that', async () => {
    const on = bench();
    const arn = await on.bench.task(on.source, await on.bench.target(), everyTable(), noRetries, cdc);
    await on.running(arn);
    await on.sql(
      'SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE database = current_database()',
    );
    await on.bench.until(arn, 'failed');
    expect((await on.bench.show(arn)).LastFailureMessage).toMatch(
      /The connection to the source database was lost.*FATAL_ERROR/s,
    );
    await on.sql("INSERT INTO orders VALUES (1, 'meanwhile')");
    await on.running(arn, 'resume-processing');
    await on.written();
    expect(await on.text()).toBe('I,1,meanwhile,NULL,NULL\n');
    await on.stop(arn);
    // PostgreSQL releases the slot when it sees that the connection has ended.
    await until('the slot is released', async () => {
      const { rows } = await on.sql(
        'SELECT 1 FROM pg_replication_slots WHERE database = current_database() AND active',
      );
      return rows.length === 0;
    });
    await on.sql(
      'SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = current_database()',
    );
    await on.bench.start(arn, 'resume-processing');
    await on.bench.until(arn, 'failed');
    expect((await on.bench.show(arn)).LastFailureMessage).toMatch(/replication slot ".+" does not exist/);
  });

  it('fails when a test says so', async () => {
    const on = bench();
    const arn = await on.bench.task(on.source, await on.bench.target(), everyTable(), {}, cdc);
    await on.running(arn);
    on.bench.dms.failTask('task-1', 'out of luck');
    await on.bench.until(arn, 'failed');
    expect((await on.bench.show(arn)).LastFailureMessage).toMatch(
      /^Last Error {2}out of luck .* Stop Reason FATAL_ERROR/,
    );
  });

  it('suspends a table at its next change when a test says so, until the table is reloaded', async () => {
    const on = bench();
    await on.sql("CREATE TABLE other (id int PRIMARY KEY); INSERT INTO orders VALUES (1, 'a')");
    const arn = await on.bench.task(
      on.source,
      await on.bench.target(),
      everyTable(),
      { Logging: { EnableLogging: true } },
      loadAndCdc,
    );
    await on.running(arn);
    on.bench.dms.script.suspendTable('public.orders', 'value too long');
    const states = async () => (await on.bench.tables(arn)).map(({ TableState }) => TableState);
    expect(await states()).toEqual(['Table completed', 'Table completed']);
    await on.sql("INSERT INTO orders VALUES (2, 'b'); INSERT INTO other VALUES (1)");
    await on.written();
    expect(await states()).toEqual(['Table error', 'Table completed']);
    expect(await on.bench.show(arn)).toMatchObject({ Status: 'running' });
    const log = on.bench.dms.taskLogs().flatMap(({ log: { lines } }) => lines);
    expect(log.join('\n')).toMatch(/E: {2}value too long .*\n.*Table 'public'.'orders' .* is suspended/);
    await on.bench.call('ReloadTables', {
      ReplicationTaskArn: arn,
      TablesToReload: [{ SchemaName: 'public', TableName: 'orders' }],
    });
    await on.bench.clock.advance(1000);
    await on.sql("INSERT INTO orders VALUES (3, 'c')");
    await on.written();
    expect(await states()).toEqual(['Table completed', 'Table completed']);
    expect((await on.text()).trimEnd().split('\n').sort()).toEqual([
      '1,a,NULL,NULL',
      '2,b,NULL,NULL',
      'I,1',
      'I,3,c,NULL,NULL',
    ]);
  });

  it('reloads tables of a full-load-and-cdc task while it replicates, and refuses that of a cdc task', async () => {
    const on = bench();
    await on.sql("INSERT INTO orders VALUES (1, 'a')");
    const arn = await on.bench.task(on.source, await on.bench.target(), everyTable(), {}, loadAndCdc);
    await on.running(arn);
    await on.sql("INSERT INTO orders VALUES (2, 'b')");
    await on.written();
    expect(await on.files()).toHaveLength(2);
    await on.sql("INSERT INTO orders VALUES (3, 'c')");
    await on.bench.call('ReloadTables', {
      ReplicationTaskArn: arn,
      TablesToReload: [{ SchemaName: 'public', TableName: 'orders' }],
    });
    await on.bench.clock.advance(1000);
    await on.sql("INSERT INTO orders VALUES (4, 'd')");
    await on.written();
    expect(await on.text()).toBe('I,4,d,NULL,NULL\n1,a,NULL,NULL\n2,b,NULL,NULL\n3,c,NULL,NULL\n');
    expect((await on.bench.tables(arn))[0]).toMatchObject({
      FullLoadReloaded: true,
      FullLoadRows: 3,
      TableState: 'Table completed',
    });
    const only = await on.bench.task(
      on.source,
      await on.bench.target({ BucketFolder: 'x' }),
      everyTable(),
      {},
      cdc,
    );
    await on.running(only);
    await expect(
      on.bench.call('ReloadTables', {
        ReplicationTaskArn: only,
        TablesToReload: [{ SchemaName: 'public', TableName: 'orders' }],
      }),
    ).rejects.toMatchObject({ code: 'InvalidResourceStateFault' });
  });

  it('loads a table that was added while it was stopped, when it is resumed', async () => {
    const on = bench();
    await on.sql(
      "INSERT INTO orders VALUES (1, 'a'); CREATE TABLE items (id int PRIMARY KEY); INSERT INTO items VALUES (1)",
    );
    const arn = await on.bench.task(
      on.source,
      await on.bench.target(),
      [include('public', 'orders')],
      {},
      loadAndCdc,
    );
    await on.running(arn);
    await on.bench.clock.advance(1000);
    await on.stop(arn);
    await on.sql('INSERT INTO items VALUES (2)');
    await on.bench.call('ModifyReplicationTask', {
      ReplicationTaskArn: arn,
      TableMappings: JSON.stringify({ rules: [include('public', 'orders'), include('public', 'items')] }),
    });
    await on.bench.until(arn, 'stopped');
    await on.running(arn, 'resume-processing');
    await on.bench.clock.advance(1000);
    await on.sql('INSERT INTO items VALUES (3)');
    await on.written();
    expect(await on.text()).toBe('I,3\n1\n2\n1,a,NULL,NULL\n');
  });

  it.each([
    ['StopTaskCachedChangesNotApplied', 'STOPPED_AFTER_FULL_LOAD'],
    ['StopTaskCachedChangesApplied', 'STOPPED_AFTER_CACHED_EVENTS'],
  ])('%s ends the task after its load: %s', async (setting, reason) => {
    const on = bench();
    await on.sql("INSERT INTO orders VALUES (1, 'a')");
    const arn = await on.bench.task(
      on.source,
      await on.bench.target(),
      everyTable(),
      { FullLoadSettings: { [setting]: true } },
      loadAndCdc,
    );
    expect(await on.bench.run(arn)).toMatchObject({ Status: 'stopped', StopReason: `Stop Reason ${reason}` });
    await on.bench.start(arn, 'resume-processing');
    await on.bench.until(arn, 'running', 'stopped');
  });

  it('refuses what a PostgreSQL source or the type of the task does not allow', async () => {
    const on = bench();
    const target = await on.bench.target();
    await expect(
      on.bench.task(on.source, target, everyTable(), {}, { ...cdc, CdcStartTime: 1 }),
    ).rejects.toMatchObject({
      message: expect.stringContaining('CdcStartTime is not supported for PostgreSQL sources'),
    });
    await expect(
      on.bench.task(on.source, target, everyTable(), {}, { ...loadAndCdc, CdcStartPosition: '0/1' }),
    ).rejects.toMatchObject({
      code: 'InvalidParameterCombinationException',
    });
    await expect(
      on.bench.task(on.source, target, everyTable(), {}, { ...cdc, CdcStartPosition: 'yesterday' }),
    ).rejects.toMatchObject({
      message: expect.stringContaining('neither an LSN'),
    });
    const arn = await on.bench.task(on.source, target, everyTable(), {}, cdc);
    await on.running(arn);
    await on.stop(arn);
    await expect(on.bench.start(arn)).rejects.toMatchObject({ code: 'InvalidParameterCombinationException' });
    await expect(on.bench.start(arn, 'reload-target')).rejects.toMatchObject({
      code: 'InvalidParameterCombinationException',
    });
    await expect(
      on.bench.call('ModifyReplicationTask', { ReplicationTaskArn: arn, MigrationType: 'full-load' }),
    ).rejects.toMatchObject({ message: expect.stringContaining('cannot be changed') });
  });
});
