import { lakeTarget } from '../../../application/lake/copy-staged';
import { stagedFiles } from '../../../application/removal/staged-files';
import type { JobPlan } from '../../../core/planning/job-plan';
import { newRun } from '../../../core/runs/record/new-run';
import { RunError } from '../../../core/runs/record/run-error';
import { verdictWithout } from '../../../core/runs/verdict/verdict';
import { RemovalBench } from '../../helpers/deployments/removal-bench';
import { scheduledInput } from '../../helpers/runs/run-input';

let bench: RemovalBench;
let plans: Map<string, JobPlan>;
beforeEach(() => {
  bench = new RemovalBench();
  plans = new Map([
    ['snapshot.json', bench.addJob('orders')],
    ['arrival.json', bench.addJob('orders', 'arrival')],
  ]);
});

type End = 'published' | 'unpublished' | 'failed';

/** A run of the job with the plan at this key. */
async function run(key: string, hoursAgo: number, end: End): Promise<void> {
  const at = bench.hoursAgo(hoursAgo);
  const input = scheduledInput({ job: 'sales/orders', plan: { bucket: 'plans', key } }, at.toISOString());
  const { history } = bench;
  const opened = await history.openRun(newRun(input, `arn:execution:${hoursAgo}`, 400, at));
  const verdict = verdictWithout(end === 'failed' ? 'failed' : 'succeeded', 'state-failed', '');
  const isSnapshot = key === 'snapshot.json' && end !== 'failed';
  await history.recordVerdict(opened.run, verdict, at.toISOString(), isSnapshot ? 'snapshot' : undefined);
  if (end === 'published') await history.recordPublished(opened.run, at.toISOString());
  await history.closeRun(opened.run, { at: at.toISOString(), otherwise: verdict });
}

const change = '20260310-100000001.csv';
const load = 'LOAD00000001.csv';

/** Why a file waits that DMS wrote so many hours ago. */
async function waits(file: string, hoursAgo: number): Promise<string | undefined> {
  const key = `sales/orders/sales/orders/${file}`;
  bench.file('staging', key, hoursAgo);
  const [staged] = (await bench.versionsPort.page('staging')).versions.filter((one) => one.key === key);
  if (staged === undefined) throw new Error(`${key} is not in staging`);
  const ports = {
    ...bench.functionPorts,
    plans: {
      job: async ({ key: plan }: { readonly key: string }) => {
        const found = plans.get(plan);
        if (found === undefined) throw new RunError('PlanNotFound', `there is no ${plan}`);
        return found;
      },
    },
  };
  return await stagedFiles(ports, bench.now)(staged);
}

async function publishedRuns(count: number): Promise<void> {
  for (let hours = count; hours >= 1; hours -= 1) await run('snapshot.json', hours, 'published');
}

describe('a change from before the job published snapshots waits, unless it is in the lake', () => {
  test('after a run of changes', async () => {
    await run('arrival.json', 20, 'published');
    await publishedRuns(3);
    expect(await waits(change, 10)).toBe('not-in-lake');
    const plan = plans.get('arrival.json');
    const key = `sales/orders/sales/orders/${change}`;
    const target = plan && lakeTarget(plan, { key, lastModified: bench.hoursAgo(10) });
    if (target?.kind !== 'lake') throw new Error('no key in the lake');
    bench.lake.now = bench.hoursAgo(9);
    bench.lake.put('lake', target.key, Buffer.from(key));
    expect(await waits(change, 10)).toBeUndefined();
  });

  test('also if more than 50 loads were published since', async () => {
    await run('arrival.json', 80, 'published');
    await publishedRuns(60);
    expect(await waits(change, 70)).toBe('not-in-lake');
    expect(await waits(load, 70)).toBe('not-in-lake');
  });

  test('also if the history forgot the run of changes, which was opened long ago', async () => {
    await publishedRuns(3);
    expect(await waits(load, 10)).toBe('not-in-lake');
  });

  test('also if the plan of that run is gone', async () => {
    plans.delete('arrival.json');
    await run('arrival.json', 20, 'published');
    await publishedRuns(3);
    expect(await waits(load, 10)).toBe('not-in-lake');
  });

  test('also if its task wrote it after the first load began, and was deleted then', async () => {
    await run('arrival.json', 20, 'published');
    await run('snapshot.json', 3, 'failed');
    await run('snapshot.json', 1, 'published');
    expect(await waits(change, 2)).toBe('not-in-lake');
  });
});

test('a change waits if the plan of the newest run is gone, and an earlier run published snapshots', async () => {
  plans.delete('arrival.json');
  await run('snapshot.json', 20, 'published');
  await run('arrival.json', 5, 'published');
  expect(await waits(load, 2)).toBe('not-in-lake');
});

test('a good load that was not published waits, also before 60 loads that failed', async () => {
  await run('snapshot.json', 61, 'unpublished');
  for (let hours = 60; hours >= 1; hours -= 1) await run('snapshot.json', hours, 'failed');
  expect(await waits(load, 60.5)).toBe('unpublished');
});

test('files of loads do not wait: of a published one, however long ago, and of those that failed', async () => {
  await publishedRuns(60);
  expect(await waits(load, 0.5)).toBeUndefined();
  expect(await waits(load, 59.5)).toBeUndefined();
  bench = new RemovalBench();
  await run('snapshot.json', 2, 'failed');
  expect(await waits(load, 1)).toBeUndefined();
});
