import type { PendingAlert } from '../../../core/runs/record/pending-alert';
import { PollBench, taskNamed } from '../../helpers/runs/poll-bench';

const start = new Date('2026-03-01T12:00:00.000Z');
const after = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
let bench: PollBench;
beforeEach(() => {
  bench = new PollBench();
});

/** Stores an alert as earlier versions did. */
function store(alert: PendingAlert): void {
  bench.put({ ...alert, pk: 'ALERT', sk: alert.run });
}

function pending(run: string, over: Partial<PendingAlert> = {}): PendingAlert {
  return {
    run,
    forJob: 'sales/prices',
    kind: 'load-failed',
    detail: `${run}: rows-refused`,
    at: start.toISOString(),
    ...over,
  };
}

test('an alert that cannot be sent does not stop the next, and is sent when it can be', async () => {
  for (const run of ['first', 'second', 'third']) store(pending(run));
  bench.refusesAlert = ({ detail }) => detail.startsWith('first');
  await expect(bench.poll(after(1))).rejects.toThrow('1 alerts could not be sent');
  expect(bench.alerts.map(({ detail }) => detail)).toEqual(['second: rows-refused', 'third: rows-refused']);
  bench.refusesAlert = () => false;
  await bench.poll(after(2));
  await bench.poll(after(3));
  expect(bench.alerts).toHaveLength(3);
});

test('an alert that cannot be sent for an hour is replaced by a short one, and the history has it', async () => {
  store(pending('first'));
  bench.refusesAlert = ({ kind }) => kind === 'load-failed';
  for (let minute = 1; minute < 60; minute += 10) await bench.poll(after(minute)).catch(() => undefined);
  expect(bench.alerts).toEqual([]);
  await bench.poll(after(60)).catch(() => undefined);
  expect(bench.alerts).toMatchObject([
    { job: 'sales/prices', kind: 'alert-expired', detail: expect.stringContaining('lakeferry show first') },
  ]);
  expect(await bench.history.events('sales/prices', 5)).toMatchObject([
    { kind: 'alert-expired', run: 'first' },
  ]);
  await bench.poll(after(61));
  expect(bench.alerts).toHaveLength(1);
});

test('while no alert can be sent, nothing expires and each poll fails, which raises the alarm about polls', async () => {
  store(pending('first'));
  bench.refusesAlert = () => true;
  for (const minute of [1, 60, 600, 6000])
    await expect(bench.poll(after(minute))).rejects.toThrow('could not be sent');
  bench.refusesAlert = () => false;
  await bench.poll(after(6001));
  expect(bench.alerts).toMatchObject([{ kind: 'load-failed' }]);
});

test('a stored alert of another shape is sent as it is, and stops no other', async () => {
  bench.put({ pk: 'ALERT', sk: 'a-broken', forJob: 'sales/prices', kind: 'of a later version' });
  store(pending('b-good'));
  await bench.poll(after(1));
  await bench.poll(after(2));
  expect(bench.alerts.map(({ detail }) => detail)).toEqual([
    expect.stringContaining('of a later version'),
    'b-good: rows-refused',
  ]);
});

test.each([[300_000], [1_000_000]])(
  'a DMS message of %i characters leaves a small item, event and alert',
  async (length) => {
    const lastFailureMessage = `Last Error ${'ü'.repeat(length)} Stop Reason FATAL_ERROR`;
    const job = await bench.replicate(taskNamed('live', 'failed', { lastFailureMessage }), {
      resumeLimit: 0,
    });
    await bench.poll(start);
    expect(bench.alerts).toHaveLength(1);
    const kept = [bench.alerts, await bench.history.replication(job), await bench.history.events(job, 9)];
    for (const one of kept) {
      expect(JSON.stringify(one).length).toBeLessThan(8000);
      expect(JSON.stringify(one)).toMatch(/characters cut/);
    }
  },
);
