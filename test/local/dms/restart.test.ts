import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { openJournals } from '../../../local/durable/journals';
import { usePostgres, withClient } from '../../helpers/databases/postgres';
import { bucket, DmsBench, include } from '../../helpers/local/local-dms';
import { MemoryObjects } from '../../helpers/runs/memory-objects';

describe('a local DMS whose process died', () => {
  const server = usePostgres();
  const benches: DmsBench[] = [];
  let objects: MemoryObjects;
  let dataFolder: string;
  beforeEach(() => {
    dataFolder = mkdtempSync(join(tmpdir(), 'lakeferry-dms-restart-'));
    objects = new MemoryObjects();
  });
  afterEach(async () => {
    for (const bench of benches.splice(0)) await bench.dms.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  });
  /** The first of two counts as crashed once the second exists: its clock stands still. */
  const live = (): DmsBench =>
    new DmsBench({ throttling: false, objects, dataFolder, openJournal: openJournals(dataFolder).open });

  it('says of a load that was cut that it failed, and why; tables that were done stay done, and a resume loads the rest', async () => {
    await server().createDatabase('cut');
    await withClient(server(), 'cut', (client) =>
      client.query(
        'CREATE TABLE small AS SELECT 1 AS id; CREATE TABLE large AS SELECT generate_series(1, 5000) AS id',
      ),
    );
    const first = live();
    benches.push(first);
    await first.open();
    const [source, target] = [await first.source(server(), 'cut'), await first.target()];
    const arn = await first.task(
      source,
      target,
      [include('public', '%')],
      {},
      { Tags: [{ Key: 'a', Value: 'b' }] },
    );
    first.dms.script.slow({ table: 'public.large', rowsPerSecond: 10 });
    await first.start(arn);
    await first.until(arn, 'running');
    await first.clock.advance(3_000);
    expect((await first.tables(arn)).map(({ TableState }) => TableState)).toEqual([
      'Full load',
      'Table completed',
    ]);

    const next = live();
    benches.push(next);
    for (const [name, value] of first.secrets) next.secrets.set(name, value);
    const task = await next.show(arn);
    expect(task.Status).toBe('failed');
    expect(task.StopReason).toMatch(/restarted while the task was running.* Stop Reason RECOVERABLE_ERROR/);
    expect((await next.tables(arn)).map(({ TableState }) => TableState)).toEqual([
      'Table error',
      'Table completed',
    ]);
    expect(await next.call('ListTagsForResource', { ResourceArn: arn })).toEqual({
      TagList: [{ Key: 'a', Value: 'b' }],
    });
    await next.clock.advance(1_000);
    expect(next.events.map(({ detail }) => detail['eventType'])).toEqual(['REPLICATION_TASK_FAILED']);

    const { StopReason } = await next.run(arn, 'resume-processing');
    expect(StopReason).toBe('Stop Reason FULL_LOAD_ONLY_FINISHED');
    expect(objects.read(bucket, 'lake/public/large/LOAD00000001.csv').toString().split('\n')).toHaveLength(
      5_001,
    );
  });

  it('finishes what it was about to do: a creation, a deletion; a connection whose test was cut is not tested', async () => {
    const first = live();
    benches.push(first);
    await first.open();
    const [source, target] = [await first.source(server(), 'postgres'), await first.target()];
    const gone = await first.task(source, target, [include('public', '%')]);
    const made = await first.call('CreateReplicationTask', {
      ReplicationTaskIdentifier: 'made',
      SourceEndpointArn: source,
      TargetEndpointArn: target,
      ReplicationInstanceArn: first.instanceArn,
      MigrationType: 'cdc',
      TableMappings: JSON.stringify({ rules: [include('public', '%')] }),
    });
    await first.call('DeleteReplicationTask', { ReplicationTaskArn: gone });
    await first.call('TestConnection', { ReplicationInstanceArn: first.instanceArn, EndpointArn: source });

    const next = live();
    benches.push(next);
    for (const [name, value] of first.secrets) next.secrets.set(name, value);
    expect((await next.show(gone)).Status).toBe('deleting');
    await next.clock.advance(1_000);
    const { ReplicationTasks } = z
      .object({
        ReplicationTasks: z.array(z.object({ ReplicationTaskIdentifier: z.string(), Status: z.string() })),
      })
      .parse(await next.call('DescribeReplicationTasks', { WithoutSettings: true }));
    expect(made).toBeDefined();
    expect(ReplicationTasks).toEqual([{ ReplicationTaskIdentifier: 'made', Status: 'ready' }]);
    const { Connections } = z
      .object({ Connections: z.array(z.object({ EndpointArn: z.string(), Status: z.string() })) })
      .parse(await next.call('DescribeConnections', {}));
    expect(Connections).toEqual([{ EndpointArn: target, Status: 'successful' }]);
  });
});
