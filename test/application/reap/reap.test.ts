import fc from 'fast-check';
import { findLeftovers } from '../../../application/reap/find-leftovers';
import { removeLeftovers } from '../../../application/reap/remove-leftovers';
import type { RunRecord } from '../../../core/runs/record/run-record';
import { outcomes } from '../../../core/runs/record/verdict-shape';
import { ReapBench } from '../../helpers/runs/reap-bench';
import { desiredFor } from '../../helpers/runs/cdc-job';

const ours = (run: string) => ({
  'lakeferry:environment': 'dev',
  'lakeferry:department': 'sales',
  'lakeferry:job': 'orders',
  'lakeferry:run': run,
});
const request = ({ now }: ReapBench) => ({ by: 'ada@laptop', now: () => now });
const idsOf = (list: readonly { kind: string; id: string }[]) => list.map(({ kind, id }) => `${kind} ${id}`);

/** A job with one leftover of each kind. */
async function full(): Promise<ReapBench> {
  const bench = new ReapBench();
  bench.addJob('orders');
  bench.addJob('stuck');
  const failed = await bench.run('orders', { outcome: 'failed', hoursAgo: 90 });
  const good = await bench.run('orders', { outcome: 'succeeded', hoursAgo: 60 });
  await bench.run('stuck', { outcome: 'failed', hoursAgo: 50, isStuck: true });
  bench.task('dev-sales-orders-1', 90, ours(failed.run));
  bench.file('staging', 'sales/orders/sales/orders/LOAD1.csv', 59);
  bench.file('staging', 'sales/orders/sales/orders/LOAD2.csv', 3);
  bench.file('lake', 'sales/orders/sales/orders/snapshot=good/a', 59);
  bench.file('lake', 'sales/orders/sales/orders/snapshot=failed/a', 89);
  bench.manifest(good, ['sales/orders/sales/orders/snapshot=good/']);
  bench.progress(failed, ['sales/orders/sales/orders/snapshot=failed/'], [], 89);
  return bench;
}

test('finds each kind of leftover, and reads only', async () => {
  const bench = await full();
  bench.deadLetters = 3;
  const found = await findLeftovers(bench.ports, bench.now);
  expect(idsOf(found.leftovers)).toEqual([
    'task arn:task:dev-sales-orders-1',
    expect.stringMatching(/^in-flight-run sales\.stuck\./),
    'staged-files sales/orders/',
    expect.stringMatching(/^snapshot-files sales\/orders\/_lakeferry\/publishing\//),
  ]);
  expect(found.leftovers[2]).toMatchObject({ files: 1, since: bench.hoursAgo(59).toISOString() });
  expect(found).toMatchObject({ deadLetters: 3, problems: [] });
  expect(bench.changes).toEqual([]);
});

test('finds and removes the task of a CDC job that no run has recorded', async () => {
  const bench = new ReapBench();
  const tags = { 'lakeferry:environment': 'dev', 'lakeferry:department': 'sales', 'lakeferry:job': 'live' };
  bench.task('dev-sales-live', 30, tags, { mode: 'cdc', status: 'ready' });
  const { leftovers } = await findLeftovers(bench.ports, bench.now);
  expect(leftovers).toMatchObject([{ kind: 'task', job: 'sales/live' }]);
  const removed = await removeLeftovers(bench.ports, leftovers, request(bench));
  expect(removed.map(({ outcome }) => outcome)).toEqual(['removed']);
  expect(bench.tasks.size).toBe(0);
});

test('removes them, the lease once its run is no longer in flight, and records who did it', async () => {
  const bench = await full();
  for (const expected of [['task', 'in-flight-run', 'staged-files', 'snapshot-files'], ['lease'], []]) {
    const { leftovers } = await findLeftovers(bench.ports, bench.now);
    expect(leftovers.map(({ kind }) => kind)).toEqual(expected);
    const removed = await removeLeftovers(bench.ports, leftovers, request(bench));
    expect(removed.map(({ outcome }) => outcome)).toEqual(expected.map(() => 'removed'));
  }
  expect(bench.tasks.size).toBe(0);
  expect(bench.lake.keys('staging')).toEqual(['sales/orders/sales/orders/LOAD2.csv']);
  expect(bench.lake.keys('lake').filter((key) => !key.includes('_lakeferry'))).toEqual([
    'sales/orders/sales/orders/snapshot=good/a',
  ]);
  const events = await bench.history.events('sales/orders', 10);
  expect(events.map(({ detail }) => detail)).toContain('ada@laptop removes the task dev-sales-orders-1');
});

test('a task that runs is stopped first', async () => {
  const bench = new ReapBench();
  bench.addJob('orders');
  const failed = await bench.run('orders', { outcome: 'failed', hoursAgo: 90 });
  bench.task('dev-sales-orders-1', 90, ours(failed.run), { status: 'running' });
  for (const outcome of ['stopping', 'removed']) {
    const { leftovers } = await findLeftovers(bench.ports, bench.now);
    expect(await removeLeftovers(bench.ports, leftovers, request(bench))).toMatchObject([{ outcome }]);
  }
});

test('what is needed again since it was found stays', async () => {
  const bench = await full();
  const { leftovers } = await findLeftovers(bench.ports, bench.now);
  await bench.run('orders', { hoursAgo: 0.1 });
  const removed = await removeLeftovers(bench.ports, leftovers, request(bench));
  expect(removed.find(({ leftover }) => leftover.kind === 'staged-files')?.outcome).toBe('gone');
  expect(bench.lake.keys('staging')).toHaveLength(2);
});

test('a search that fails stops no other, and says so', async () => {
  const bench = await full();
  const ports = { ...bench.ports, tasks: { all: () => Promise.reject(new Error('Rate exceeded')) } };
  const { leftovers, problems } = await findLeftovers(ports, bench.now);
  expect(problems).toEqual(['tasks: Rate exceeded']);
  expect(leftovers).toHaveLength(3);
});

test('a job whose state cannot be read is a problem', async () => {
  const { ports, now } = await full();
  const jobStates: typeof ports.history.jobStates = async (report) => {
    report?.('sales/lost', 'no forJob');
    return [];
  };
  const { problems } = await findLeftovers({ ...ports, history: { ...ports.history, jobStates } }, now);
  expect(problems).toEqual(['sales/lost: its state cannot be read: no forJob']);
});

test('a job whose plan is gone is not searched; one whose plan cannot be read now is a problem', async () => {
  const bench = await full();
  bench.jobs.delete('sales/stuck');
  const read = bench.ports.plans.job;
  const job: typeof read = (address, key) =>
    key === 'sales/orders' ? Promise.reject(new Error('SlowDown')) : read(address, key);
  const { leftovers, problems } = await findLeftovers({ ...bench.ports, plans: { job } }, bench.now);
  expect(problems).toEqual(['sales/orders: SlowDown']);
  expect(leftovers.map(({ kind }) => kind)).toEqual(['task', 'in-flight-run']);
});

const hour = fc.integer({ min: 1, max: 120 });
const runOfHistory = fc.record({
  job: fc.constantFrom('orders', 'people', 'live'),
  outcome: fc.option(fc.constantFrom(...outcomes), { nil: undefined }),
  hoursAgo: hour,
  isStuck: fc.boolean(),
});
const taskOfHistory = fc.record({
  of: fc.nat(),
  hoursAgo: hour,
  environment: fc.constantFrom('dev', 'dev', 'prod'),
  isCdc: fc.boolean(),
  checkpoint: fc.option(fc.constant('checkpoint:V1#1'), { nil: undefined }),
  mode: fc.constantFrom('full-load', 'full-load', 'cdc'),
  status: fc.constantFrom('stopped', 'failed', 'running', 'ready', 'starting', 'deleting'),
  startedAt: fc.option(fc.constant('2026-03-01T00:00:00Z'), { nil: undefined }),
  isRecorded: fc.boolean(),
});
const publishOfHistory = fc.record({
  of: fc.nat(),
  isPublished: fc.boolean(),
  carries: fc.boolean(),
  hoursAgo: hour,
});
const world = fc.record({
  runs: fc.uniqueArray(runOfHistory, {
    minLength: 1,
    maxLength: 8,
    selector: ({ job, hoursAgo }) => `${job} ${hoursAgo}`,
  }),
  tasks: fc.array(taskOfHistory, { maxLength: 6 }),
  files: fc.array(fc.tuple(fc.constantFrom('orders', 'people', 'live'), hour), { maxLength: 12 }),
  publishes: fc.array(publishOfHistory, { maxLength: 6 }),
  killAt: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
});

test('in any history, removes nothing that is young, open, published, of another environment, or a position', async () => {
  await fc.assert(
    fc.asyncProperty(world, async ({ runs, tasks, files, publishes, killAt }) => {
      const bench = new ReapBench();
      bench.addJob('orders');
      bench.addJob('people');
      bench.addJob('live', 'arrival');
      const records: RunRecord[] = [];
      for (const one of [...runs].sort((a, b) => b.hoursAgo - a.hoursAgo))
        records.push(await bench.run(one.job, one));
      const recordAt = (index: number) => records[index % records.length];

      const forbidden = new Set<string>();
      const known = new Map<string, string>();
      for (const [index, one] of tasks.entries()) {
        const record = recordAt(one.of);
        if (record === undefined) continue;
        const { 'lakeferry:run': run, ...tags } = {
          ...ours(record.run),
          'lakeferry:environment': one.environment,
        };
        const arn = bench.task(
          `dev-sales-orders-${index}`,
          one.hoursAgo,
          one.isCdc ? tags : { ...tags, 'lakeferry:run': run },
          {
            ...{ checkpoint: one.checkpoint, mode: one.mode, status: one.status, startedAt: one.startedAt },
          },
        );
        if (one.isCdc && one.isRecorded) {
          const { jobKey } = record;
          await bench.history.recordDesiredReplication(desiredFor(jobKey, `dev-sales-orders-${index}`));
          await bench.history.replicationHasTask(jobKey, arn, []);
          known.set(jobKey, arn);
        }
        const isUnread = one.isCdc && one.startedAt === undefined && one.status === 'ready';
        const isOpen = record.phases.closed === undefined;
        if (
          one.hoursAgo <= 24 ||
          one.environment !== 'dev' ||
          isOpen ||
          (one.isCdc && !isUnread) ||
          (one.mode === 'cdc' && !isUnread) ||
          one.checkpoint !== undefined
        )
          forbidden.add(`delete ${arn}`).add(`stop ${arn}`);
      }

      for (const arn of known.values()) forbidden.add(`delete ${arn}`).add(`stop ${arn}`);

      const stay = new Set<string>();
      for (const [index, [job, hoursAgo]] of files.entries()) {
        const key = `sales/${job}/sales/orders/LOAD${index}.csv`;
        bench.file('staging', key, hoursAgo);
        const ofJob = records.filter(({ jobKey }) => jobKey === `sales/${job}`);
        const newest = ofJob.at(-1);
        const isNeeded =
          newest === undefined ||
          ofJob.some(({ phases }) => phases.closed === undefined) ||
          (newest.verdict?.outcome !== 'succeeded' &&
            hoursAgo * 3_600_000 <= bench.now.getTime() - Date.parse(newest.openedAt));
        if (hoursAgo <= 24 || job === 'live' || isNeeded) stay.add(`staging/${key}`);
      }
      for (const [index, one] of publishes.entries()) {
        const record = recordAt(one.of);
        if (record === undefined || record.jobKey === 'sales/live') continue;
        const folder = `${record.jobKey}/sales/t${index}/snapshot=x/`;
        bench.file('lake', `${folder}a`, one.hoursAgo);
        if (one.isPublished) bench.manifest(record, [folder]);
        else bench.progress(record, one.carries ? [] : [folder], one.carries ? [folder] : [], one.hoursAgo);
        if (!one.isPublished && (one.carries || one.hoursAgo <= 24 || record.phases.closed === undefined))
          stay.add(`lake/${folder}a`);
      }
      // A later manifest of the same run replaces an earlier one.
      for (const key of bench.lake.keys('lake').filter((one) => one.includes('/manifests/')))
        for (const [, file] of (bench.lake.text('lake', key) ?? '').matchAll(/"key":"([^"]+)"/g))
          stay.add(`lake/${file}`).add(`lake/${key}`);
      const openRuns = new Set(
        records.flatMap(({ run, phases }) => (phases.closed === undefined ? [run] : [])),
      );

      const { leftovers, problems } = await findLeftovers(bench.ports, bench.now);
      expect(problems).toEqual([]);
      bench.failFrom = killAt;
      await Promise.all([
        removeLeftovers(bench.ports, leftovers, request(bench)),
        removeLeftovers(bench.ports, leftovers, request(bench)),
      ]);
      bench.failFrom = undefined;
      await removeLeftovers(
        bench.ports,
        (await findLeftovers(bench.ports, bench.now)).leftovers,
        request(bench),
      );

      expect(bench.changes.filter((change) => forbidden.has(change))).toEqual([]);
      for (const run of openRuns)
        expect(bench.changes.filter((change) => change.endsWith(` ${run}`))).toEqual([]);
      expect([...stay].filter((key) => !bench.lake.objects.has(key))).toEqual([]);
      expect(bench.changes).not.toContain('write');
    }),
    { numRuns: 60 },
  );
});
