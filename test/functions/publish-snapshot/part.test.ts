import { readNamedSnapshots } from '../../../application/lake/named-snapshots';
import { verdictOf } from '../../../core/runs/verdict/verdict';
import { newRun } from '../../../core/runs/record/new-run';
import { openAttempt } from '../../../functions/open-run/open-attempt';
import { database, PublishBench, prefix } from '../../helpers/runs/publish-bench';
import { scheduledInput } from '../../helpers/runs/run-input';

let bench: PublishBench;
beforeEach(async () => {
  bench = await PublishBench.open();
});
afterEach(() => bench.stop());

/** A run that loaded `items` only, and its files in staging. */
async function partial(rows: number): Promise<string> {
  const now = bench.clock.now();
  const input = scheduledInput({
    trigger: {
      by: 'request',
      requestedBy: 'ada',
      requestedAt: now.toISOString(),
      requestId: 'part',
      part: { tables: [{ schema: 'sales', table: 'items' }], where: [] },
    },
  });
  const record = await bench.history.openRun(newRun(input, 'arn:execution', 400, now));
  await openAttempt(bench.livePorts, record, bench.job);
  await bench.history.recordStart(record.run, { requestedAt: now.toISOString() });
  const tables = [{ schema: 'sales', table: 'items', state: 'Table completed', rows, errorRows: 0 }];
  await bench.history.recordTables(record, tables);
  await bench.history.recordVerdict(
    record.run,
    verdictOf('succeeded', [], { tables }),
    now.toISOString(),
    'snapshot',
  );
  await bench.clock.advance(60_000);
  await bench.stage('items', 'LOAD00000001.parquet', rows);
  return record.run;
}

const named = async () => [...(await readNamedSnapshots(bench.livePorts, 'lake', prefix)).values()];
const readers = async () => ({
  pointer: await bench.snapshots.pointer(),
  tables: await bench.livePorts.catalogue.tables(database),
});

test('some tables are published beside the snapshot that readers have, which stays', async () => {
  await bench.day(1, { orders: 10, items: 3 });
  await bench.clock.advance(60_000);
  const before = await readers();
  const run = await partial(2);
  await bench.publish(run);
  expect(await readers()).toEqual(before);
  expect(await named()).toMatchObject([{ run, tables: [{ table: 'items', rows: 2 }] }]);
  expect((await bench.snapshots.manifests()).map((one) => one.run)).not.toContain(run);
  expect((await bench.history.run(run))?.publishing).toMatchObject({
    outcome: 'named',
    tables: 1,
    keptUntil: '2026-03-15T10:02:00.000Z',
  });
});

test('it is kept for 14 days, whatever is published meanwhile, and then removed with its files', async () => {
  bench.plan({ keep: 1 });
  await bench.day(1, { orders: 1, items: 1 });
  await bench.clock.advance(60_000);
  await bench.publish(await partial(2));
  const folder = (await named())[0]?.tables[0]?.folder ?? '';
  for (const day of [2, 3, 4]) {
    await bench.clock.advance(86_400_000);
    await bench.day(day, { orders: 1, items: 1 });
  }
  expect(await named()).toHaveLength(1);
  expect((await bench.keys()).filter((key) => key.startsWith(folder))).toHaveLength(1);
  await bench.clock.advance(14 * 86_400_000);
  await bench.day(20, { orders: 1, items: 1 });
  expect(await named()).toEqual([]);
  expect((await bench.keys()).filter((key) => key.startsWith(folder))).toEqual([]);
});

test('killed after any call, a publish of some tables is completed by the next, and loses no file', async () => {
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const run = await partial(2);
  for (let call = 1; call <= 12; call += 1) {
    bench.calls = 0;
    bench.killAtCall = call;
    await bench.publish(run).catch(() => undefined);
  }
  bench.killAtCall = undefined;
  await bench.publish(run);
  await bench.fail(run);
  await bench.clock.advance(2 * 3_600_000);
  await bench.day(2, { orders: 1, items: 1 });
  const [manifest] = await named();
  for (const { key } of manifest?.tables.flatMap(({ files }) => files) ?? [])
    expect(await bench.s3.objects.head('lake', key)).toBeDefined();
  expect(manifest?.tables).toHaveLength(1);
});
