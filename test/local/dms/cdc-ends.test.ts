import { setTimeout as sleep } from 'node:timers/promises';
import { usePostgres, withClient } from '../../helpers/databases/postgres';
import { type CdcBench, cdc, everyTable, loadAndCdc, useCdcBench } from '../../helpers/local/cdc-bench';
import { patience } from '../../helpers/run/machine-speed';

/** Breaks the connections that read the database's log. The database itself can refuse connections. */
function cutReaders({ server, database }: CdcBench): Promise<unknown> {
  const text = `SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE database = '${database}'`;
  return withClient(server, 'postgres', (client) => client.query(text));
}

function allowConnections({ server, database }: CdcBench, allowed: boolean): Promise<unknown> {
  const text = `ALTER DATABASE "${database}" ALLOW_CONNECTIONS ${allowed}`;
  return withClient(server, 'postgres', (client) => client.query(text));
}

describe('how following changes ends by itself', () => {
  const server = usePostgres();
  const bench = useCdcBench(server, 'CREATE TABLE orders (id int PRIMARY KEY, name text)');
  const seconds = (date: Date) => date.toISOString().slice(0, 19);

  it('CdcStopPosition server_time: what was read by then is written, and a resume goes on', async () => {
    const on = bench();
    const at = new Date(on.bench.clock.now().getTime() + 120_000);
    const stop = { CdcStopPosition: `server_time:${seconds(at)}` };
    const arn = await on.bench.task(
      on.source,
      await on.bench.target(),
      everyTable(),
      {},
      { ...cdc, ...stop },
    );
    expect(await on.bench.show(arn)).toMatchObject(stop);
    await on.running(arn);
    await on.sql("INSERT INTO orders VALUES (1, 'before')");
    await on.bench.dms.caughtUp();
    await on.bench.until(arn, 'stopped');
    expect(await on.bench.show(arn)).toMatchObject({ StopReason: 'Stop Reason STOPPED_AT_SERVER_TIME' });
    expect(on.bench.clock.now().getTime()).toBeGreaterThanOrEqual(at.getTime() - 1000);
    expect(await on.text()).toBe('I,1,before\n');
    await on.sql("INSERT INTO orders VALUES (2, 'after')");
    await on.running(arn, 'resume-processing');
    await on.written();
    expect(await on.text()).toBe('I,1,before\nI,2,after\n');
  });

  it('CdcStopPosition commit_time: the first transaction committed later stays in the log for the resume', async () => {
    const on = bench();
    // Commits have the source's time, whatever the cloud's clock shows.
    const last = Date.now() + patience(2_000);
    const stop = { CdcStopPosition: `commit_time:${seconds(new Date(last))}` };
    const arn = await on.bench.task(
      on.source,
      await on.bench.target(),
      everyTable(),
      {},
      { ...loadAndCdc, ...stop },
    );
    await on.running(arn);
    await on.bench.clock.advance(1_000);
    await on.sql("INSERT INTO orders VALUES (1, 'in time')");
    await sleep(last + 500 - Date.now());
    await on.sql("INSERT INTO orders VALUES (2, 'late')");
    await on.bench.until(arn, 'stopped');
    expect(await on.bench.show(arn)).toMatchObject({ StopReason: 'Stop Reason STOPPED_AT_COMMIT_TIME' });
    expect(await on.text()).toBe('I,1,in time\n');
    await on.running(arn, 'resume-processing');
    await on.written();
    expect(await on.text()).toBe('I,1,in time\nI,2,late\n');
  });

  it.each([
    [cdc, 'tomorrow', /neither server_time:.* nor commit_time:/],
    [cdc, 'server_time:2026-02-30T99:00:00', /neither/],
    [
      { MigrationType: 'full-load' },
      'server_time:2026-02-01T00:00:00',
      /only for tasks of type cdc and full-load-and-cdc/,
    ],
  ])('%j refuses CdcStopPosition %s', async (type, CdcStopPosition, message) => {
    const on = bench();
    const made = on.bench.task(
      on.source,
      await on.bench.target(),
      everyTable(),
      {},
      { ...type, CdcStopPosition },
    );
    await expect(made).rejects.toMatchObject({ message: expect.stringMatching(message) });
  });

  it('a lost source is tried again while the task is running, and no change is lost', async () => {
    const on = bench();
    const arn = await on.bench.task(on.source, await on.bench.target(), everyTable(), {}, cdc);
    await on.running(arn);
    for (let id = 1; id <= 3; id += 1) {
      await on.sql(`INSERT INTO orders VALUES (${id}, 'n')`);
      await cutReaders(on);
      await sleep(100);
      await on.bench.clock.advance(6_000);
      expect((await on.bench.show(arn)).Status).toBe('running');
    }
    await on.written();
    expect(await on.text()).toBe('I,1,n\nI,2,n\nI,3,n\n');
  });

  it('a source that stays away is tried RecoverableErrorCount times, then the task fails', async () => {
    const on = bench();
    const settings = {
      ErrorBehavior: {
        RecoverableErrorCount: 3,
        RecoverableErrorInterval: 10,
        RecoverableErrorThrottling: false,
      },
    };
    const arn = await on.bench.task(on.source, await on.bench.target(), everyTable(), settings, cdc);
    await on.running(arn);
    await allowConnections(on, false);
    await cutReaders(on);
    await sleep(100);
    const lostAt = on.bench.clock.now().getTime();
    await on.bench.clock.advance(25_000);
    expect((await on.bench.show(arn)).Status).toBe('running');
    await on.bench.until(arn, 'failed');
    expect(on.bench.clock.now().getTime() - lostAt).toBeGreaterThanOrEqual(29_000);
    expect((await on.bench.show(arn)).LastFailureMessage).toMatch(/FATAL_ERROR/);
    await allowConnections(on, true);
  });

  it('a resume that loads nothing keeps the dates of the load; one that loads a table has its own', async () => {
    const on = bench();
    await on.sql('INSERT INTO orders VALUES (1)');
    const arn = await on.bench.task(on.source, await on.bench.target(), everyTable(), {}, loadAndCdc);
    const finished = async (): Promise<number> => {
      const { ReplicationTaskStats: stats } = await on.bench.show(arn);
      return Number(Object(stats).FullLoadFinishDate);
    };
    await on.running(arn);
    await on.bench.clock.advance(1_000);
    const first = await finished();
    for (const isNew of [false, false, true]) {
      await on.stop(arn);
      await on.bench.clock.advance(60_000);
      if (isNew) await on.sql('CREATE TABLE added (id int PRIMARY KEY)');
      await on.running(arn, 'resume-processing');
      await on.bench.clock.advance(1_000);
      if (isNew) expect(await finished()).toBeGreaterThan(first);
      else expect(await finished()).toBe(first);
    }
  });

  it('DROP and RENAME of a followed table leave its files, and the others go on', async () => {
    const on = bench();
    await on.sql('CREATE TABLE kept (id int PRIMARY KEY); CREATE TABLE moved (id int PRIMARY KEY)');
    const arn = await on.bench.task(on.source, await on.bench.target(), everyTable(), {}, loadAndCdc);
    await on.running(arn);
    await on.bench.clock.advance(1_000);
    await on.sql("INSERT INTO orders VALUES (1, 'a'); INSERT INTO moved VALUES (1)");
    await on.written();
    const before = await on.files();
    await on.sql('DROP TABLE orders; ALTER TABLE moved RENAME TO elsewhere; INSERT INTO kept VALUES (1)');
    await on.written();
    expect(await on.files()).toEqual(expect.arrayContaining([...before]));
    expect((await on.bench.show(arn)).Status).toBe('running');
    expect((await on.files()).length).toBeGreaterThan(before.length);
  });
});
