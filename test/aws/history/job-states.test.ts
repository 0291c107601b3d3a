import type { History } from '../../../aws/history/history';
import type { JobState } from '../../../core/runs/job/job-state';
import { settle } from '../../../core/runs/job/settle';
import { missedRun } from '../../../core/runs/job/missed-run';
import { newRun } from '../../../core/runs/record/new-run';
import { startTestHistory, type TestHistory } from '../../helpers/runs/history-table';
import { scheduledInput } from '../../helpers/runs/run-input';

let store: TestHistory;
let history: History;
beforeEach(async () => {
  store = await startTestHistory();
  history = store.history;
});
afterEach(() => store.stop());

const job = 'sales/orders-daily';

async function settled(run: string, outcome: 'succeeded' | 'failed', closedAt: string): Promise<boolean> {
  const state = await history.jobState(job);
  const { effect } = settle(state, { run, openedAt: closedAt, closedAt, outcome }, 'edge');
  if (effect === undefined) throw new Error('no effect');
  return await history.settleAttempt(job, state, { id: `${run}#ended`, notice: 'none' }, effect);
}

test('attempts are settled one after the other', async () => {
  expect(await settled('one', 'failed', '2026-03-01T02:00:00Z')).toBe(true);
  expect(await settled('two', 'failed', '2026-03-02T02:00:00Z')).toBe(true);
  expect(await history.jobState(job)).toMatchObject({
    settled: { id: 'two#ended' },
    trouble: { since: '2026-03-01T02:00:00Z', attempts: 2, failures: 2 },
    notified: { kind: 'first', run: 'one' },
  });
  expect(await settled('three', 'succeeded', '2026-03-03T02:00:00Z')).toBe(true);
  const state = await history.jobState(job);
  expect(state?.trouble).toBeUndefined();
  expect(state?.notified).toBeUndefined();
  expect(state?.succeeded).toEqual({ run: 'three', at: '2026-03-03T02:00:00Z' });
});

test('an attempt is not settled over a state that another poll has changed', async () => {
  await settled('one', 'failed', '2026-03-01T02:00:00Z');
  const read = await history.jobState(job);
  await settled('two', 'failed', '2026-03-02T02:00:00Z');
  expect(await history.settleAttempt(job, read, { id: 'late#ended', notice: 'none' }, {})).toBe(false);
});

test('an attempt is not settled over failures that a person forgot since, by the end of a pause', async () => {
  await settled('one', 'failed', '2026-03-01T02:00:00Z');
  const read = await history.jobState(job);
  const { trouble } = read ?? {};
  await history.changeJobState(job, 'trouble', trouble, trouble && { ...trouble, failures: 0 });
  expect(await history.settleAttempt(job, read, { id: 'two#ended', notice: 'none' }, {})).toBe(false);
  expect(await settled('two', 'failed', '2026-03-02T02:00:00Z')).toBe(true);
  expect((await history.jobState(job))?.trouble).toMatchObject({ attempts: 2, failures: 1 });
});

const parts: readonly [keyof JobState & Parameters<History['changeJobState']>[1], unknown, unknown][] = [
  ['paused', { at: 'a', by: 'ada', reason: '' }, { at: 'b', by: 'pause-after', reason: '' }],
  ['stale', { since: 'a' }, { since: 'b' }],
  ['scheduled', { by: 'rate(1 day)', through: 'a' }, { by: 'rate(1 day)', through: 'b' }],
  [
    'trouble',
    { since: 'a', run: 'r', attempts: 1, failures: 1 },
    { since: 'a', run: 'r', attempts: 2, failures: 0 },
  ],
  ['notified', { kind: 'first', at: 'a', run: 'r' }, { kind: 'reminder', at: 'b', run: 'r' }],
  ['knownSince', 'a', 'b'],
];

test.each(parts)(
  '%s is replaced and removed only where it is as it was read',
  async (part, first, second) => {
    const change = (before: unknown, after: unknown) =>
      history.changeJobState(job, part, before as JobState[typeof part], after as JobState[typeof part]);
    expect(await change(undefined, first)).toBe(true);
    expect(await change(undefined, second)).toBe(false);
    expect(await change(first, second)).toBe(true);
    expect(await change(first, undefined)).toBe(false);
    expect((await history.jobState(job))?.[part]).toEqual(second);
    expect(await change(second, undefined)).toBe(true);
    expect((await history.jobState(job))?.[part]).toBeUndefined();
  },
);

test('a late run replaces the record of a missed one, once', async () => {
  const time = '2026-03-01T10:00:00Z';
  const missed = missedRun(
    job,
    { at: time },
    { bucket: 'b', key: 'k' },
    400,
    new Date('2026-03-01T10:15:00Z'),
  );
  await history.openRun(missed);
  const late = newRun(scheduledInput({ job }, time), 'arn:late', 400, new Date('2026-03-01T10:40:00Z'));
  expect(late.run).toBe(missed.run);
  expect(await history.openRun(late)).toMatchObject({ execution: 'arn:late' });
  expect(await history.openRun({ ...late, execution: 'arn:second' })).toMatchObject({
    execution: 'arn:late',
  });
  const record = await history.run(late.run);
  expect(record).toMatchObject({ execution: 'arn:late', missedAt: '2026-03-01T10:15:00.000Z' });
  expect(record?.verdict).toBeUndefined();
  expect((await history.jobState(job))?.lastScheduled).toBe(time);
});
