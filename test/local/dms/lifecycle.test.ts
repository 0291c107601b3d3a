import type { CloudEvent } from '@lakeferry/local-cloud';
import { z } from 'zod';
import { usePostgres, withClient } from '../../helpers/databases/postgres';
import { bucket, DmsBench, include } from '../../helpers/local/local-dms';
import { entriesOf } from '../../helpers/recorded/entries';

describe('a replication task', () => {
  const server = usePostgres();
  let bench: DmsBench;
  let source = '';
  let target = '';

  beforeAll(async () => {
    await server().createDatabase('shop');
    await withClient(server(), 'shop', (client) =>
      client.query(`
        CREATE TABLE orders AS SELECT i AS id, 'order ' || i AS name FROM generate_series(1, 5000) i;
        CREATE TABLE items AS SELECT i AS id FROM generate_series(1, 100) i;
        CREATE TABLE secrets (id int);
        ANALYZE;
        CREATE ROLE reader LOGIN PASSWORD 'reader'; GRANT SELECT ON orders, items TO reader`),
    );
  });
  beforeEach(async () => {
    bench = new DmsBench({ throttling: false });
    await bench.open();
    source = await bench.source(server(), 'shop');
    target = await bench.target();
  });
  afterEach(() => bench.dms.stop());

  const all = () => [include('public', '%')];
  const eventTypes = () => bench.events.map(({ detail }) => detail['eventType']);

  it('is created, starts, loads and stops with the reason of a finished full load', async () => {
    await bench.test(source, target);
    const arn = await bench.task(source, target, all());
    expect(await bench.show(arn)).toMatchObject({
      Status: 'ready',
      ReplicationTaskStats: { TablesLoaded: 0 },
    });
    await bench.start(arn);
    expect((await bench.show(arn)).Status).toBe('starting');
    await bench.until(arn, 'stopped');
    expect(await bench.show(arn)).toMatchObject({
      Status: 'stopped',
      StopReason: 'Stop Reason FULL_LOAD_ONLY_FINISHED',
      ReplicationTaskStats: {
        FullLoadProgressPercent: 100,
        TablesLoaded: 3,
        TablesLoading: 0,
        TablesQueued: 0,
        TablesErrored: 0,
      },
    });
    const rows = (await bench.tables(arn)).map(({ TableName, TableState, FullLoadRows }) => [
      TableName,
      TableState,
      FullLoadRows,
    ]);
    expect(rows.sort()).toEqual([
      ['items', 'Table completed', 100],
      ['orders', 'Table completed', 5000],
      ['secrets', 'Table completed', 0],
    ]);
    expect(eventTypes()).toEqual([
      'REPLICATION_TASK_CREATED',
      'REPLICATION_TASK_STARTED',
      'REPLICATION_TASK_STOPPED',
    ]);
    expect(bench.events[2]?.resources).toEqual([arn]);
  });

  it('has a log, which outlives it', async () => {
    bench.dms.script.failTable('public.items', 'no such host');
    const arn = await bench.task(source, target, all(), { Logging: { EnableLogging: true } });
    await bench.run(arn);
    const silent = await bench.task(source, target, all());
    await bench.run(silent);
    await bench.call('DeleteReplicationTask', { ReplicationTaskArn: arn });
    await bench.clock.advance(1000);
    const [stream, ...others] = bench.dms.taskLogs();
    expect(others).toEqual([]);
    expect(stream).toMatchObject({ group: 'dms-tasks-ri', name: `dms-task-${arn.split(':').at(-1)}` });
    const lines = stream?.log.lines ?? [];
    expect(lines[0]).toMatch(
      /^2026-03-01T10:00:0\d \[TASK_MANAGER {4}\]I: {2}Task 'task-1' running full load only in fresh start mode {2}\(replicationtask\.c:1868\)$/,
    );
    const texts = lines.map((line) => line.slice('2026-03-01T10:00:00 '.length));
    expect(texts).toContain('[SOURCE_UNLOAD   ]E:  no such host  (postgres_endpoint_unload.c:1072)');
    expect(texts.join('\n')).toMatch(
      /Load finished for table 'public'\.'orders' \(Id = \d\)\. 5000 rows received/,
    );
    expect(texts.at(-1)).toBe(
      '[TASK_MANAGER    ]I:  Task management thread terminated  (replicationtask.c:4134)',
    );
  });

  it('reports times in epoch seconds with milliseconds', async () => {
    const arn = await bench.task(source, target, all());
    const { ReplicationTaskStats: stats } = await bench.run(arn);
    expect(stats['FreshStartDate']).toBeCloseTo(Date.parse('2026-03-01T10:00:03Z') / 1000, 0);
    expect(Number(stats['StopDate'])).toBeGreaterThanOrEqual(Number(stats['FullLoadStartDate']));
  });

  it('ends as stopped although a table failed: SUSPEND_TABLE is the default', async () => {
    bench.secrets.set(
      'shop',
      JSON.stringify({ username: 'reader', password: 'reader', host: server().host, port: server().port }),
    );
    const arn = await bench.task(source, target, all());
    expect(await bench.run(arn)).toMatchObject({
      StopReason: 'Stop Reason FULL_LOAD_ONLY_FINISHED',
      ReplicationTaskStats: { FullLoadProgressPercent: 100, TablesLoaded: 2, TablesErrored: 1 },
    });
    const failed = (await bench.tables(arn)).find(({ TableName }) => TableName === 'secrets');
    expect(failed?.TableState).toBe('Table error');
  });

  it('fails with STOP_TASK, and says which table and why', async () => {
    bench.dms.script.failTable('public.orders', 'disk of the moon is full', 1);
    const arn = await bench.task(source, target, all(), { ErrorBehavior: { TableErrorPolicy: 'STOP_TASK' } });
    const task = await bench.run(arn);
    expect(task.Status).toBe('failed');
    expect(task.StopReason).toMatch(
      /^Last Error {2}Table 'public'\.'orders' failed: disk of the moon is full \[.+\.c:\d+\] \[10\d{5}\] Stop Reason FATAL_ERROR Error Level FATAL$/,
    );
    expect(task.LastFailureMessage).toBe(task.StopReason);
    expect(eventTypes().at(-1)).toBe('REPLICATION_TASK_FAILED');
  });

  it('fails when no table matches, unless the settings allow it', async () => {
    const none = [include('public', 'ordres')];
    const task = await bench.run(await bench.task(source, target, none));
    expect(task).toMatchObject({
      Status: 'failed',
      ReplicationTaskStats: { FullLoadProgressPercent: 100, TablesLoaded: 0 },
    });
    expect(task.LastFailureMessage).toMatch(
      /^Last Error {2}No tables were found at task initialization\..*Stop Reason FATAL_ERROR/,
    );
    const quiet = await bench.task(source, target, none, {
      ErrorBehavior: { FailOnNoTablesCaptured: false },
    });
    expect((await bench.run(quiet)).StopReason).toBe('Stop Reason FULL_LOAD_ONLY_FINISHED');
  });

  it('fails when the target refuses the files', async () => {
    const arn = await bench.task(source, target, all());
    bench.objects.failWrites = 'Access Denied';
    const task = await bench.run(arn);
    expect(task).toMatchObject({ Status: 'failed' });
    expect(task.LastFailureMessage).toContain('Failed to put file lake/public/');
    expect(task.LastFailureMessage).toContain('Access Denied');
  });

  it('stops when a person stops it: tables in work are cancelled, no file stays half', async () => {
    bench.dms.script.slow({ table: 'public.orders', secondsPerTable: 3600 });
    const arn = await bench.task(source, target, [include('public', 'orders')]);
    await bench.start(arn);
    await bench.until(arn, 'running');
    await bench.call('StopReplicationTask', { ReplicationTaskArn: arn });
    expect((await bench.show(arn)).Status).toBe('stopping');
    await bench.until(arn, 'stopped');
    expect((await bench.show(arn)).StopReason).toBe('Stop Reason NORMAL');
    expect((await bench.tables(arn)).map(({ TableState }) => TableState)).toEqual(['Table cancelled']);
    expect(await bench.objects.keys(bucket)).toEqual([]);
  });

  it('takes ten hours of virtual time when a script says so', async () => {
    bench.dms.script.slow({ table: 'public.orders', secondsPerTable: 36_000 });
    const arn = await bench.task(source, target, all());
    await bench.start(arn);
    await bench.clock.advance(9 * 3600 * 1000);
    expect(await bench.show(arn)).toMatchObject({
      Status: 'running',
      ReplicationTaskStats: { TablesLoaded: 2, TablesLoading: 1 },
    });
    await bench.clock.advance(3600 * 1000 + 1000);
    expect((await bench.show(arn)).Status).toBe('stopped');
  });

  it('starts the higher load-order first, as many tables at a time as MaxFullLoadSubTasks says', async () => {
    bench.dms.script.slow({ secondsPerTable: 60 });
    const rules = [
      include('public', 'items'),
      include('public', 'orders', { 'load-order': 7 }),
      include('public', 'secrets', { 'load-order': '3' }),
    ];
    const arn = await bench.task(source, target, rules, { FullLoadSettings: { MaxFullLoadSubTasks: 2 } });
    await bench.start(arn);
    await bench.clock.advance(10_000);
    expect(
      (await bench.tables(arn)).map(({ TableName, TableState }) => `${TableName}: ${TableState}`),
    ).toEqual(['orders: Full load', 'secrets: Full load', 'items: Before load']);
    expect((await bench.show(arn)).ReplicationTaskStats).toMatchObject({
      TablesLoading: 2,
      TablesQueued: 1,
      FullLoadProgressPercent: 0,
    });
    await bench.until(arn, 'stopped');
  });

  describe('starting again', () => {
    it('refuses start-replication on a task that ran, and the others on one that did not', async () => {
      const arn = await bench.task(source, target, all());
      await expect(bench.start(arn, 'reload-target')).rejects.toMatchObject({
        code: 'InvalidParameterCombinationException',
      });
      await bench.run(arn);
      await expect(bench.start(arn)).rejects.toMatchObject({
        code: 'InvalidParameterCombinationException',
        message: 'Start Type : START_REPLICATION, valid only for tasks running for the first time',
      });
    });

    it('resume-processing loads what is not completed, reload-target everything', async () => {
      bench.dms.script.failTable('public.orders');
      const arn = await bench.task(source, target, [include('public', 'items'), include('public', 'orders')]);
      await bench.run(arn);
      bench.dms.script.reset();
      for (const key of await bench.objects.keys(bucket)) await bench.objects.delete(bucket, key);
      await bench.run(arn, 'resume-processing');
      expect(await bench.objects.keys(bucket)).toEqual(['lake/public/orders/LOAD00000001.csv']);
      expect((await bench.show(arn)).ReplicationTaskStats).toMatchObject({
        TablesLoaded: 2,
        TablesErrored: 0,
      });
      await bench.run(arn, 'reload-target');
      expect(await bench.objects.keys(bucket)).toEqual([
        'lake/public/items/LOAD00000001.csv',
        'lake/public/orders/LOAD00000001.csv',
      ]);
    });

    it('reloads single tables while it runs', async () => {
      bench.dms.script.slow({ table: 'public.orders', secondsPerTable: 60 });
      const arn = await bench.task(source, target, [include('public', 'items'), include('public', 'orders')]);
      await bench.start(arn);
      await bench.clock.advance(5000);
      await bench.call('ReloadTables', {
        ReplicationTaskArn: arn,
        TablesToReload: [{ SchemaName: 'public', TableName: 'items' }],
      });
      await bench.until(arn, 'stopped');
      expect((await bench.tables(arn)).map((table) => [table.TableName, table['FullLoadReloaded']])).toEqual([
        ['items', true],
        ['orders', false],
      ]);
      await expect(
        bench.call('ReloadTables', {
          ReplicationTaskArn: arn,
          TablesToReload: [{ SchemaName: 'public', TableName: 'items' }],
        }),
      ).rejects.toMatchObject({ code: 'InvalidResourceStateFault' });
    });
  });

  it('refuses to start while it is still being created', async () => {
    bench.dms.script.hang('creating');
    const arn = await bench.task(source, target, all());
    await expect(bench.start(arn)).rejects.toMatchObject({
      code: 'InvalidResourceStateFault',
      message: expect.stringContaining('invalid state'),
    });
    bench.dms.script.release('creating');
    expect((await bench.show(arn)).Status).toBe('ready');
  });

  it('refuses to start before both connections were tested since their last change', async () => {
    const arn = await bench.task(source, target, all());
    await bench.call('ModifyEndpoint', {
      EndpointArn: target,
      S3Settings: { BucketName: bucket, BucketFolder: 'elsewhere' },
    });
    await expect(bench.start(arn)).rejects.toMatchObject({
      message:
        'Test connection for replication instance ri and endpoint target-1 should be successful for starting the replication task',
    });
    await expect(
      bench.call('TestConnection', { ReplicationInstanceArn: bench.instanceArn, EndpointArn: target }),
    ).rejects.toMatchObject({ message: 'Connection is already being tested' });
    // DMS itself tests what was changed.
    await bench.clock.advance(1000);
    await bench.run(arn);
    expect((await bench.objects.keys(bucket))[0]).toMatch(/^elsewhere\//);
  });

  it('changes the encryption of files to that of S3, and not back', async () => {
    const settings = (EncryptionMode: string) => ({
      EndpointArn: target,
      S3Settings: { BucketName: bucket, EncryptionMode },
    });
    await expect(bench.call('ModifyEndpoint', settings('sse-kms'))).rejects.toMatchObject({
      message: 'EncryptionMode of the endpoint target-1 cannot change from sse-s3 to sse-kms',
    });
    expect(await bench.call('ModifyEndpoint', settings('sse-s3'))).toMatchObject({
      Endpoint: { EndpointArn: target },
    });
  });

  it('has the events that DMS sent, but for their ids', async () => {
    const recorded = entriesOf<CloudEvent, unknown>('event')
      .map(([, , { payload }]) => payload)
      .filter(({ source: from, detail }) => from === 'aws.dms' && detail['eventId'] !== undefined);
    await bench.test(source, target);
    const arn = await bench.task(source, target, all());
    await bench.start(arn);
    await bench.until(arn, 'stopped');
    const types = ['REPLICATION_TASK_CREATED', 'REPLICATION_TASK_STARTED', 'REPLICATION_TASK_STOPPED'];
    expect(eventTypes()).toEqual(types);
    for (const type of types) {
      const own = bench.events.find(({ detail }) => detail['eventType'] === type);
      const real = recorded.find(({ detail }) => detail['eventType'] === type);
      expect(own).toMatchObject({ 'detail-type': real?.['detail-type'], detail: real?.detail });
    }
  });

  it('refuses with the texts of DMS', async () => {
    const refusal = (id: string) => {
      const found = entriesOf<
        { readonly body: { readonly __type: string; readonly message: string } },
        unknown
      >('error').find(([known]) => known === id);
      const { __type: code, message } = found?.[2].payload.body ?? { __type: '', message: '' };
      return { code, message: message.replace('source-a', 'source-shop').replace('ri-a', 'ri') };
    };
    const arn = await bench.task(source, target, all());
    const one = { ReplicationTaskArn: arn };
    await bench
      .call('DeleteConnection', { ReplicationInstanceArn: bench.instanceArn, EndpointArn: source })
      .catch(() => undefined);
    await expect(bench.start(arn)).rejects.toMatchObject(refusal('error-start-untested'));
    await bench.test(source, target);
    await expect(bench.call('StopReplicationTask', one)).rejects.toMatchObject(
      refusal('error-stop-not-running'),
    );
    bench.dms.script.slow({ secondsPerTable: 60 });
    await bench.start(arn);
    await expect(bench.start(arn)).rejects.toMatchObject(refusal('error-start-invalid-state'));
    await bench.until(arn, 'running');
    await expect(bench.call('ModifyReplicationTask', one)).rejects.toMatchObject(
      refusal('error-modify-running'),
    );
    await bench.until(arn, 'stopped');
    await expect(bench.start(arn)).rejects.toMatchObject(refusal('error-start-first-time'));
    const logging = { Logging: { CloudWatchLogGroup: 'mine' } };
    await expect(bench.task(source, target, all(), logging)).rejects.toMatchObject(
      refusal('error-create-log-group'),
    );
    bench.dms.script.throttleNext(1);
    await expect(bench.show(arn)).rejects.toMatchObject(refusal('error-describe-throttled'));
  });

  it('reports failed connection tests in the form of DMS', async () => {
    const recorded = new Map(
      entriesOf<{ readonly connection: { readonly LastFailureMessage: string } }, unknown>(
        'dms-connection',
      ).map(([id, , { payload }]) => [id, payload.connection.LastFailureMessage]),
    );
    const failureOf = async (name: string, secret: string | undefined) => {
      const failing = await bench.source(server(), 'shop', {
        EndpointIdentifier: name,
        PostgreSQLSettings: {
          SecretsManagerSecretId: name,
          SecretsManagerAccessRoleArn: 'arn:aws:iam::000000000000:role/r',
        },
      });
      if (secret !== undefined) bench.secrets.set(name, secret);
      await bench.test(failing);
      const answer = await bench.call('DescribeConnections', {
        Filters: [{ Name: 'endpoint-arn', Values: [failing] }],
      });
      const { Connections } = z
        .object({ Connections: z.tuple([z.object({ LastFailureMessage: z.string() })]) })
        .parse(answer);
      return Connections[0].LastFailureMessage;
    };
    const { user: username, host, port } = server();
    const summary = (text = '') =>
      /^(.*?Application-Detailed-Message: (RetCode.*Message: |Failed to retrieve))/.exec(text)?.[1];
    const login = JSON.stringify({ username, password: 'wrong', host, port });
    const wrongLogin = await failureOf('wrong-login', login);
    expect(wrongLogin).toContain('Message: FATAL: password authentication failed');
    const closed = await failureOf('closed', JSON.stringify({ username, password: 'x', host, port: 1 }));
    expect(closed).toContain('Message: [unixODBC]could not connect to server: Connection refused');
    for (const text of [wrongLogin, closed])
      expect(summary(text)).toBe(summary(recorded.get('dms-connection-timeout')));
    const withoutSecret = await failureOf('no-secret', undefined);
    expect(summary(withoutSecret)).toBe(summary(recorded.get('dms-connection-secret-timeout')));
    expect(withoutSecret).toContain("secret Arn 'no-secret'");
  });

  it('refuses to be deleted, modified or stopped at the wrong time, and is gone only after a while', async () => {
    bench.dms.script.slow({ secondsPerTable: 60 });
    const arn = await bench.task(source, target, all());
    const refused = { code: 'InvalidResourceStateFault' };
    const one = { ReplicationTaskArn: arn };
    await expect(bench.call('StopReplicationTask', one)).rejects.toMatchObject(refused);
    await bench.start(arn);
    await expect(bench.call('DeleteReplicationTask', one)).rejects.toMatchObject(refused);
    await bench.until(arn, 'running');
    await expect(bench.call('DeleteReplicationTask', one)).rejects.toMatchObject(refused);
    await expect(bench.call('ModifyReplicationTask', one)).rejects.toMatchObject(refused);
    await expect(bench.call('DeleteEndpoint', { EndpointArn: source })).rejects.toMatchObject(refused);
    await expect(
      bench.call('ModifyEndpoint', { EndpointArn: source, DatabaseName: 'x' }),
    ).rejects.toMatchObject(refused);
    await bench.until(arn, 'stopped');
    await bench.call('DeleteReplicationTask', one);
    expect((await bench.show(arn)).Status).toBe('deleting');
    await bench.clock.advance(1000);
    await expect(bench.show(arn)).rejects.toMatchObject({ code: 'ResourceNotFoundFault' });
    expect(eventTypes().at(-1)).toBe('REPLICATION_TASK_DELETED');
  });

  it('is moved at rest to another instance, with its place, and starts once its connections are tested there', async () => {
    await bench.test(source, target);
    const arn = await bench.task(source, target, all());
    const ReplicationTaskArn = arn;
    const create = async (identifier: string, EngineVersion: string): Promise<string> => {
      const made = await bench.call('CreateReplicationInstance', {
        ...{ ReplicationInstanceIdentifier: identifier, ReplicationInstanceClass: 'dms.t3.large' },
        ...{ EngineVersion, AutoMinorVersionUpgrade: false },
      });
      await bench.clock.advance(1000);
      const shape = z.object({ ReplicationInstance: z.object({ ReplicationInstanceArn: z.string() }) });
      return shape.parse(made).ReplicationInstance.ReplicationInstanceArn;
    };
    const move = (TargetReplicationInstanceArn: string) =>
      bench.call('MoveReplicationTask', { ReplicationTaskArn, TargetReplicationInstanceArn });
    const refused = { code: 'InvalidResourceStateFault' };
    const other = await create('larger', '3.6.1');
    await expect(move(bench.instanceArn)).rejects.toMatchObject(refused);
    bench.dms.script.slow({ secondsPerTable: 60 });
    await bench.start(arn);
    await bench.until(arn, 'running');
    await expect(move(other)).rejects.toMatchObject(refused);
    await bench.until(arn, 'stopped');
    await move(other);
    expect((await bench.show(arn)).Status).toBe('moving');
    await expect(move(other)).rejects.toMatchObject(refused);
    await bench.clock.advance(1000);
    expect(await bench.show(arn)).toMatchObject({
      Status: 'stopped',
      ReplicationInstanceArn: other,
      ReplicationTaskStats: { TablesLoaded: 3 },
    });
    await expect(bench.start(arn, 'reload-target')).rejects.toMatchObject(refused);
    const first = bench.instanceArn;
    await expect(move(first)).rejects.toThrow('older engine version');
    bench.instanceArn = other;
    await bench.test(source, target);
    await bench.start(arn, 'reload-target');
    await bench.until(arn, 'stopped');
  });

  it('is modified at rest: settings merge over what it had', async () => {
    const arn = await bench.task(source, target, all(), { TargetMetadata: { LobMaxSize: 64 } });
    await bench.call('ModifyReplicationTask', {
      ReplicationTaskArn: arn,
      ReplicationTaskSettings: JSON.stringify({ FullLoadSettings: { MaxFullLoadSubTasks: 3 } }),
    });
    expect((await bench.show(arn)).Status).toBe('modifying');
    await bench.clock.advance(1000);
    const answer = z
      .object({
        ReplicationTasks: z.tuple([
          z.looseObject({ Status: z.string(), ReplicationTaskSettings: z.string() }),
        ]),
      })
      .parse(await bench.call('DescribeReplicationTasks', {}));
    expect(answer.ReplicationTasks[0].Status).toBe('ready');
    expect(JSON.parse(answer.ReplicationTasks[0].ReplicationTaskSettings)).toMatchObject({
      TargetMetadata: { LobMaxSize: 64, SupportLobs: true },
      FullLoadSettings: { MaxFullLoadSubTasks: 3 },
      ErrorBehavior: { FailOnNoTablesCaptured: true },
    });
  });

  it('is told wrongly, throttled, refused and silent when a test says so', async () => {
    const arn = await bench.task(source, target, all());
    bench.dms.script.loseEvents(2);
    bench.dms.script.lie('task-1', 'running');
    await bench.start(arn);
    await bench.clock.advance(5000);
    expect((await bench.show(arn)).Status).toBe('running');
    bench.dms.script.lie('task-1', undefined);
    expect((await bench.show(arn)).Status).toBe('stopped');
    expect(eventTypes()).toEqual(['REPLICATION_TASK_CREATED']);
    bench.dms.script.throttleNext(1);
    await expect(bench.show(arn)).rejects.toMatchObject({
      code: 'ThrottlingException',
      message: 'Rate exceeded',
    });
    bench.dms.script.setRequestRate({ size: 1, perSecond: 0.1 });
    await bench.clock.advance(10_000);
    await bench.show(arn);
    await expect(bench.show(arn)).rejects.toMatchObject({ code: 'ThrottlingException' });
    bench.dms.script.setRequestRate(undefined);
    bench.dms.script.refuseNext('DeleteReplicationTask', 'AccessDeniedFault', 'no');
    await expect(bench.call('DeleteReplicationTask', { ReplicationTaskArn: arn })).rejects.toMatchObject({
      code: 'AccessDeniedFault',
    });
  });
});
