import { type PostgresServer, startPostgres } from '../../../local/postgres/postgres-server';
import { withClient } from '../../helpers/databases/postgres';
import { bucket, DmsBench, include } from '../../helpers/local/local-dms';

describe('when the source goes away', () => {
  let server: PostgresServer;
  const bench = new DmsBench({ throttling: false });
  let source = '';
  let target = '';

  beforeAll(async () => {
    server = await startPostgres();
    await server.createDatabase('shop');
    await withClient(server, 'shop', (client) =>
      client.query(`
        CREATE TABLE small AS SELECT 1 AS id;
        CREATE TABLE orders AS SELECT i AS id, repeat('x', 100) AS filler FROM generate_series(1, 200000) i; ANALYZE`),
    );
    await bench.open();
    source = await bench.source(server, 'shop');
    target = await bench.target();
  });
  afterAll(async () => {
    await bench.dms.stop();
    await server.stop();
  });

  const lost =
    /^Last Error {2}(The connection to|Cannot connect to) the source database.*Stop Reason FATAL_ERROR Error Level FATAL$/s;

  it('a task fails when its connection is cut in the middle of a table, and leaves no half file', async () => {
    bench.dms.script.slow({ table: 'public.orders', rowsPerSecond: 1000 });
    const arn = await bench.task(source, target, [include('public', '%')]);
    await bench.start(arn);
    await bench.clock.advance(20_000);
    const loading = (await bench.tables(arn)).find(({ TableName }) => TableName === 'orders');
    expect(loading?.TableState).toBe('Full load');
    expect(loading?.FullLoadRows).toBeGreaterThan(0);
    expect((await bench.show(arn)).ReplicationTaskStats.FullLoadProgressPercent).toBeGreaterThan(0);
    await withClient(server, 'postgres', (client) =>
      client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'shop'"),
    );
    await bench.until(arn, 'failed', 'stopped');
    const task = await bench.show(arn);
    expect(task.Status).toBe('failed');
    expect(task.LastFailureMessage).toMatch(lost);
    expect(await bench.objects.keys(bucket)).toEqual(['lake/public/small/LOAD00000001.csv']);
  });

  it('a task fails when the whole server is killed, and so does a connection test', async () => {
    const arn = await bench.task(source, target, [include('public', '%')]);
    await bench.start(arn);
    await bench.until(arn, 'running');
    await bench.clock.advance(20_000);
    await server.kill();
    await bench.until(arn, 'failed', 'stopped');
    expect((await bench.show(arn)).LastFailureMessage).toMatch(lost);
    await bench.test(source);
    const answer = await bench.call('DescribeConnections', {
      Filters: [{ Name: 'endpoint-arn', Values: [source] }],
    });
    expect(answer).toMatchObject({
      Connections: [{ Status: 'failed', LastFailureMessage: expect.stringContaining('Connection refused') }],
    });
  });
});
