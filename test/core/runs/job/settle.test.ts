import type { NotifyPolicy } from '../../../../core/model/notify-policies';
import type { JobState, Notice } from '../../../../core/runs/job/job-state';
import { reminderAt, settle } from '../../../../core/runs/job/settle';
import type { Outcome } from '../../../../core/runs/record/verdict-shape';

function attempt(index: number, outcome: Outcome) {
  const at = (minutes: number) => new Date(Date.UTC(2026, 0, 1, index, minutes)).toISOString();
  return { run: `run-${index}`, openedAt: at(0), closedAt: at(10), outcome };
}

/** Settles attempts in their order, as the history stores them. */
function settleAll(
  outcomes: readonly Outcome[],
  policy: NotifyPolicy,
): { state: Partial<JobState>; notices: readonly Notice[] } {
  let state: Partial<JobState> = {};
  const notices = outcomes.map((outcome, index) => {
    const one = attempt(index, outcome);
    const { effect, notice } = settle(state, one, policy);
    if (effect !== undefined) state = effect;
    return notice;
  });
  return { state, notices };
}

const failures = (count: number): Outcome[] => Array.from({ length: count }, () => 'failed');

it('a streak of 100 failures gives one first message and one "recovered"', () => {
  const { notices, state } = settleAll([...failures(100), 'succeeded', 'succeeded'], 'edge');
  expect(notices[0]).toBe('first');
  expect(notices[100]).toBe('recovered');
  expect(notices.filter((notice) => notice !== 'none')).toHaveLength(2);
  expect(state.trouble).toBeUndefined();
  expect(state.notified).toBeUndefined();
});

it.each<[NotifyPolicy, readonly Notice[]]>([
  ['edge', ['none', 'first', 'none', 'none', 'recovered', 'none', 'first']],
  ['failures', ['none', 'each', 'each', 'none', 'none', 'none', 'each']],
  ['always', ['each', 'each', 'each', 'each', 'each', 'each', 'each']],
  ['never', ['none', 'none', 'none', 'none', 'none', 'none', 'none']],
])('the policy %s', (policy, expected) => {
  const outcomes: Outcome[] = [
    'succeeded',
    'failed',
    'resource',
    'skipped',
    'succeeded',
    'cancelled',
    'succeeded-with-table-errors',
  ];
  expect(settleAll(outcomes, policy).notices).toEqual(expected);
});

it('skipped and cancelled runs change no streak', () => {
  const { state } = settleAll(['failed', 'skipped', 'cancelled', 'failed'], 'edge');
  expect(state.trouble).toEqual({
    since: '2026-01-01T00:10:00.000Z',
    run: 'run-0',
    attempts: 2,
    failures: 2,
  });
});

it('stopped and missed runs belong to the streak, but not to the failures that pause a job', () => {
  const { state, notices } = settleAll(['missed', 'stopped', 'failed', 'missed'], 'edge');
  expect(state.trouble).toMatchObject({ attempts: 4, failures: 1 });
  expect(notices).toEqual(['first', 'none', 'none', 'none']);
});

it('a run with table errors is a success for freshness, and trouble for people', () => {
  const { state } = settleAll(['failed', 'failed', 'succeeded-with-table-errors'], 'edge');
  expect(state.succeeded).toEqual({ run: 'run-2', at: '2026-01-01T02:10:00.000Z' });
  expect(state.trouble).toMatchObject({ attempts: 3, failures: 0 });
});

it('a failure that is settled after a later success is news: files of a load end in any order', () => {
  const { state } = settleAll(['succeeded', 'succeeded'], 'edge');
  expect(settle(state, { ...attempt(0, 'failed'), run: 'late' }, 'edge')).toMatchObject({
    notice: 'first',
    effect: { trouble: { run: 'late', attempts: 1 } },
  });
});

it('a streak that began under the policy never is notified once the policy is edge', () => {
  const { state } = settleAll(['failed', 'failed'], 'never');
  expect(settle(state, attempt(2, 'failed'), 'edge').notice).toBe('first');
  expect(settle(state, attempt(2, 'succeeded'), 'edge').notice).toBe('none');
});

it('a reminder is due a day after the last message, only under edge', () => {
  const { state } = settleAll(['failed', 'failed'], 'edge');
  expect(reminderAt(state, 'edge')).toEqual(new Date('2026-01-02T00:10:00.000Z'));
  expect(reminderAt(state, 'failures')).toBeUndefined();
  expect(reminderAt({}, 'edge')).toBeUndefined();
});
