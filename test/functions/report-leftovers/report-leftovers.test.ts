import type { Alert } from '../../../aws/alerts';
import { type Leftover, leftoverKinds } from '../../../core/runs/reap/leftover';
import { leftoversText } from '../../../core/runs/reap/leftovers-text';
import { reportLeftovers } from '../../../functions/report-leftovers/report-leftovers';
import { ReapBench } from '../../helpers/runs/reap-bench';
import { Reported } from '../../helpers/runs/reporting';

function report(bench: ReapBench, over: object = {}) {
  const alerts: Alert[] = [];
  const { log } = new Reported();
  const ports = {
    ...bench.ports,
    log,
    alerts: { notify: async (one: Alert) => void alerts.push(one) },
    ...over,
  };
  return { alerts, done: reportLeftovers(ports, {}, bench.now) };
}

test('an environment without leftovers alerts nobody', async () => {
  const bench = new ReapBench();
  bench.addJob('orders');
  await bench.run('orders', { outcome: 'succeeded', hoursAgo: 60 });
  const { alerts, done } = report(bench);
  expect(await done).toEqual({ leftovers: 0, deadLetters: 0 });
  expect(alerts).toEqual([]);
});

test('leftovers are one alert, which names the command, and nothing is removed', async () => {
  const bench = new ReapBench();
  bench.addJob('orders');
  await bench.run('orders', { outcome: 'failed', hoursAgo: 60, isStuck: true });
  bench.deadLetters = 2;
  const { alerts, done } = report(bench);
  expect(await done).toEqual({ leftovers: 1, deadLetters: 2 });
  expect(alerts).toEqual([
    {
      ...{ environment: 'dev', job: 'all jobs', kind: 'leftovers', state: 'noted' },
      detail: 'ended runs left 1 run in flight; list and remove them: lakeferry reap --environment dev',
      at: bench.now.toISOString(),
    },
  ]);
  expect(bench.changes).toEqual([]);
});

test('the alert links to Today, where the environment has a console-url', async () => {
  const bench = new ReapBench();
  bench.addJob('orders');
  await bench.run('orders', { outcome: 'failed', hoursAgo: 60, isStuck: true });
  const { alerts, done } = report(bench, { consoleUrl: 'https://lake.example.com/' });
  await done;
  expect(alerts.map(({ page }) => page)).toEqual(['https://lake.example.com/#/']);
});

test('a search that fails is reported, not taken for an environment without leftovers', async () => {
  const { alerts, done } = report(new ReapBench(), {
    tasks: { all: () => Promise.reject(new Error('Rate exceeded')) },
  });
  await done;
  expect(alerts.map(({ detail }) => detail)).toEqual(['not searched: tasks: Rate exceeded']);
});

test('an alert that cannot be sent fails the function, which has an alarm', async () => {
  const bench = new ReapBench();
  await bench.run('orders', { outcome: 'failed', hoursAgo: 60, isStuck: true });
  const { done } = report(bench, { alerts: { notify: () => Promise.reject(new Error('SNS is down')) } });
  await expect(done).rejects.toThrow('SNS is down');
});

test('the text counts each kind', () => {
  const all = leftoverKinds.map((kind): Leftover => ({ kind, id: kind, job: 'a/b', since: '' }));
  expect(leftoversText('dev', [...all, ...all], [])).toMatch(
    /^ended runs left 2 DMS tasks, 2 runs in flight, 2 leases, 2 folders of staged files, 2 unfinished snapshots;/,
  );
});
