import type { History } from '../../../aws/history/history';
import type { ReportUnreadable } from '../../../aws/history/items/readable-items';
import type { JobPlan } from '../../../core/planning/job-plan';
import { heldTooLongFrom } from '../../../core/runs/job/held-lease';
import { newInFlightRun, newRun } from '../../../core/runs/record/new-run';
import { scheduledRunId } from '../../../core/runs/job/missed-run';
import { settle } from '../../../core/runs/job/settle';
import { verdictWithout } from '../../../core/runs/verdict/verdict';
import { Attempts } from '../../../functions/poll-tasks/attempts';
import { checkJobs } from '../../../functions/poll-tasks/jobs/check-jobs';
import { Turns } from '../../../functions/poll-tasks/turns';
import { memoryHistory } from '../../helpers/runs/memory-history';
import { sampleJob } from '../../helpers/runs/plan';
import { scheduledInput } from '../../helpers/runs/run-input';

const address = { bucket: 'plans', key: 'a.json' };
const daily: JobPlan = {
  ...sampleJob({ department: 'sales', job: 'orders-daily', tables: ['orders'] }),
  schedule: { expression: 'cron(0 2 * * ? *)', timeZone: 'UTC' },
  freshWithinSeconds: 26 * 3600,
};
const { key } = daily.identity;
const at = (text: string) => new Date(text);
const minute = 60_000;

function cloud(job: JobPlan = daily) {
  const history = memoryHistory();
  const poll = async (now: Date, given: JobPlan = job, history_ = history): Promise<void> => {
    const attempts = new Attempts();
    const plans = [{ address, jobs: [given] }];
    await checkJobs(
      { history: history_, retentionDays: 400 },
      attempts,
      plans,
      { replications: await history.replications(), inFlightRuns: await history.inFlightRuns() },
      { turns: new Turns(attempts, history_), isLate: () => false },
      now,
    );
    attempts.report();
  };
  const pollEach = async (from: string, to: string, given = job): Promise<void> => {
    for (let now = at(from).getTime(); now <= at(to).getTime(); now += minute)
      await poll(new Date(now), given);
  };
  const run = async (scheduledTime: string, outcome: 'succeeded' | 'failed', minutes = 10) => {
    const opened = newRun(
      scheduledInput({ job: key }, scheduledTime),
      `arn:${scheduledTime}`,
      400,
      at(scheduledTime),
    );
    await history.openRun(opened);
    const closed = new Date(at(scheduledTime).getTime() + minutes * minute).toISOString();
    await history.closeRun(opened.run, {
      at: closed,
      otherwise: verdictWithout(outcome, 'not-judged', 'test'),
    });
  };
  /** Settles an attempt, as the delivery of its end does. */
  const settled = async (name: string, outcome: 'succeeded' | 'failed', closedAt: string) => {
    const state = await history.jobState(key);
    const { effect } = settle(state, { run: name, openedAt: closedAt, closedAt, outcome }, 'edge');
    if (effect !== undefined) await history.settleAttempt(key, state, { id: name, notice: 'none' }, effect);
  };
  const messages = async () => (await history.outbox()).map(({ id }) => id);
  return { history, poll, pollEach, run, settled, messages };
}

describe('missed runs', () => {
  it('a schedule that starts nothing leaves one record and one message per scheduled time', async () => {
    const { history, pollEach, messages } = cloud();
    await pollEach('2026-03-01T12:00:00Z', '2026-03-01T12:01:00Z');
    await pollEach('2026-03-02T02:13:00Z', '2026-03-02T02:20:00Z');
    await pollEach('2026-03-03T02:13:00Z', '2026-03-03T02:20:00Z');
    const runs = ['2026-03-02T02:00:00Z', '2026-03-03T02:00:00Z'].map((time) => scheduledRunId(key, time));
    for (const run of runs)
      expect((await history.run(run))?.verdict?.findings[0]?.detail).toMatch(
        /no run began within 15 minutes/,
      );
    expect((await messages()).filter((id) => id.endsWith('#missed'))).toEqual(
      runs.map((run) => `${run}#missed`),
    );
  });

  it('a run in time leaves none', async () => {
    const { poll, run, messages, pollEach } = cloud();
    await poll(at('2026-03-01T12:00:00Z'));
    await run('2026-03-02T02:00:00Z', 'succeeded');
    await pollEach('2026-03-02T02:13:00Z', '2026-03-02T02:20:00Z');
    expect((await messages()).filter((id) => id.endsWith('#missed'))).toEqual([]);
  });

  it('a run in time is found in the history after a later one, too', async () => {
    const { poll, run, messages } = cloud();
    await poll(at('2026-03-01T12:00:00Z'));
    await run('2026-03-02T02:00:00Z', 'succeeded');
    await run('2026-03-03T02:00:00Z', 'succeeded');
    await poll(at('2026-03-03T02:20:00Z'));
    expect((await messages()).filter((id) => id.endsWith('#missed'))).toEqual([]);
  });

  it.each([1, 2, 3])('a poll that is killed after write %s is completed by the next one', async (dies) => {
    const { history, poll, messages } = cloud();
    await poll(at('2026-03-01T12:00:00Z'));
    let writes = 0;
    const mortal = new Proxy(history, {
      get: (target, member, receiver) => {
        const value: unknown = Reflect.get(target, member, receiver);
        if (typeof value !== 'function' || !/^(enqueue|open|change)/.test(String(member))) return value;
        return async (...given: readonly unknown[]) => {
          writes += 1;
          if (writes > dies) throw new Error('killed');
          return await Reflect.apply(value, target, given);
        };
      },
    });
    await poll(at('2026-03-02T02:15:00Z'), daily, mortal).catch(() => undefined);
    await poll(at('2026-03-02T02:16:00Z'));
    await poll(at('2026-03-02T02:17:00Z'));
    const run = scheduledRunId(key, '2026-03-02T02:00:00Z');
    expect((await history.run(run))?.verdict?.outcome).toBe('missed');
    expect((await messages()).filter((id) => id.endsWith('#missed'))).toEqual([`${run}#missed`]);
  });

  it('a job whose state cannot be read is reported and not checked, and stops no other', async () => {
    const { history, poll, messages } = cloud();
    const unreadable: History = Object.create(history, {
      jobStates: {
        value: async (report: ReportUnreadable) => {
          report(key, 'no trouble');
          return [];
        },
      },
    });
    await history.openInFlightRun(
      newInFlightRun(
        newRun(scheduledInput({ job: key }, '2026-02-01T02:00:00Z'), 'arn', 400, at('2026-02-01T02:00:00Z')),
      ),
    );
    const now = at('2026-03-02T02:15:00Z');
    await expect(poll(now, daily, unreadable)).rejects.toThrow(`the item ${key} cannot be read: no trouble`);
    expect(await messages()).toEqual([]);
    expect(await history.jobState(key)).toBeUndefined();
  });

  it('a job of a plan with an invalid schedule is reported, and stops no other', async () => {
    const { history, messages } = cloud();
    const invalid: JobPlan = {
      ...daily,
      identity: { ...daily.identity, key: 'sales/broken' },
      schedule: { expression: 'cron(every night)', timeZone: 'UTC' },
    };
    const observed = { replications: [], inFlightRuns: [] };
    const check = async (now: string) => {
      const attempts = new Attempts();
      const phase = { turns: new Turns(attempts, history), isLate: () => false };
      const plans = [{ address, jobs: [invalid, daily] }];
      await checkJobs({ history, retentionDays: 400 }, attempts, plans, observed, phase, at(now));
      expect(() => attempts.report()).toThrow(
        /^the job sales\/broken cannot be checked: InvalidSchedule: has 2 fields/,
      );
    };
    await check('2026-03-01T12:00:00Z');
    await check('2026-03-02T02:15:00Z');
    expect(await messages()).toContain(`${scheduledRunId(key, '2026-03-02T02:00:00Z')}#missed`);
  });

  const { schedule: _, freshWithinSeconds: __, ...onDemand } = daily;

  it.each<[string, JobPlan]>([
    ['disabled', { ...daily, enabled: false }],
    ['on demand', onDemand],
  ])('a job that is %s has none', async (_, job) => {
    const { pollEach, messages } = cloud(job);
    await pollEach('2026-03-01T12:00:00Z', '2026-03-01T12:01:00Z');
    await pollEach('2026-03-05T02:13:00Z', '2026-03-05T02:20:00Z');
    expect(await messages()).toEqual([]);
  });
});

describe('freshness', () => {
  const { schedule: _, ...onDemand } = daily;

  it('data that is too old gives one message, and another when it is good again', async () => {
    const { poll, messages, pollEach, settled } = cloud(onDemand);
    await poll(at('2026-03-01T02:00:00Z'));
    await settled('first', 'succeeded', '2026-03-01T02:10:00.000Z');
    await pollEach('2026-03-02T04:05:00Z', '2026-03-02T04:20:00Z');
    expect(await messages()).toEqual([`${key}#stale#2026-03-02T04:10:00.000Z`]);
    await settled('second', 'succeeded', '2026-03-02T05:00:00.000Z');
    await pollEach('2026-03-02T05:00:00Z', '2026-03-02T05:05:00Z');
    expect(await messages()).toEqual([
      `${key}#fresh#2026-03-02T05:00:00.000Z`,
      `${key}#stale#2026-03-02T04:10:00.000Z`,
    ]);
  });

  it('each change of the limit that makes data too old, or fresh again, is a message of its own', async () => {
    const { poll, messages, settled } = cloud();
    await poll(at('2026-03-01T02:00:00Z'), onDemand);
    await settled('first', 'succeeded', '2026-03-01T02:10:00.000Z');
    const wide: JobPlan = { ...onDemand, freshWithinSeconds: 90 * 86_400 };
    let day = 3;
    for (const job of [onDemand, wide, onDemand, wide, onDemand, wide]) {
      // Twice, as polls at once find it.
      for (const second of [0, 1]) await poll(at(`2026-03-0${day}T10:00:0${second}Z`), job);
      day += 1;
    }
    const ids = await messages();
    expect(ids.filter((id) => id.includes('#stale#'))).toEqual([
      `${key}#stale#2026-03-02T04:10:00.000Z`,
      `${key}#stale#2026-03-04T10:00:00.000Z`,
      `${key}#stale#2026-03-06T10:00:00.000Z`,
    ]);
    expect(ids.filter((id) => id.includes('#fresh#'))).toEqual([
      `${key}#fresh#2026-03-01T02:10:00.000Z`,
      `${key}#fresh#2026-03-04T10:00:00.000Z`,
      `${key}#fresh#2026-03-06T10:00:00.000Z`,
    ]);
  });

  it('data that became too old under the policy never ends without a message', async () => {
    const silent: JobPlan = { ...onDemand, notify: { policy: 'never', channels: [] } };
    const { poll, settled, history } = cloud();
    await poll(at('2026-03-01T02:00:00Z'), silent);
    await settled('first', 'succeeded', '2026-03-01T02:10:00.000Z');
    await poll(at('2026-03-02T04:20:00Z'), silent);
    await settled('second', 'succeeded', '2026-03-02T05:00:00.000Z');
    await poll(at('2026-03-02T05:01:00Z'), onDemand);
    const about = (await history.outbox()).map((message) => message.about);
    expect(about).toMatchObject([
      { event: { change: 'fresh' }, state: 'noted' },
      { event: { change: 'stale' } },
    ]);
  });

  it('a job that never succeeds is too old by the time since it was deployed', async () => {
    const { poll, messages, history } = cloud(onDemand);
    await poll(at('2026-03-01T02:00:00Z'));
    await poll(at('2026-03-02T04:00:00Z'));
    expect(await messages()).toEqual([]);
    await poll(at('2026-03-02T04:01:00Z'));
    const [message] = await history.outbox();
    expect(message?.about).toMatchObject({
      event: {
        change: 'stale',
        cause: 'the job has not succeeded since it was deployed 26 h ago; fresh-within is 26 h',
      },
    });
  });
});

describe('streaks', () => {
  const { schedule: _, freshWithinSeconds: __, ...onDemand } = daily;

  it('a streak of 100 failures gives one reminder per day', async () => {
    const { pollEach, messages, settled } = cloud(onDemand);
    for (let hour = 0; hour < 100; hour += 1)
      await settled(`run-${hour}`, 'failed', new Date(Date.UTC(2026, 2, 1, hour)).toISOString());
    for (let day = 1; day <= 5; day += 1)
      await pollEach(`2026-03-0${day}T00:00:00Z`, `2026-03-0${day}T00:03:00Z`);
    expect((await messages()).map((id) => id.slice(0, `${key}#reminder#2026-03-02`.length))).toEqual(
      [2, 3, 4, 5].map((day) => `${key}#reminder#2026-03-0${day}`),
    );
    await settled('good', 'succeeded', '2026-03-05T01:00:00.000Z');
    await pollEach('2026-03-06T00:00:00Z', '2026-03-06T00:03:00Z');
    expect(await messages()).toHaveLength(4);
  });

  it.each([
    ['ada', 0],
    ['pause-after', 4],
  ])('a job that %s paused has %i reminders in five days', async (by, count) => {
    const { history, pollEach, messages, settled } = cloud(onDemand);
    await settled('run', 'failed', '2026-03-01T00:00:00.000Z');
    await history.changeJobState(key, 'paused', undefined, {
      at: '2026-03-01T01:00:00.000Z',
      by,
      reason: 'r',
    });
    for (let day = 1; day <= 5; day += 1)
      await pollEach(`2026-03-0${day}T00:00:00Z`, `2026-03-0${day}T00:03:00Z`);
    expect(await messages()).toHaveLength(count);
  });

  it('pause-after pauses a job once, and again only after as many new failures', async () => {
    const { poll, messages, history, settled } = cloud({ ...onDemand, pauseAfter: 3 });
    const fail = async (count: number, from: number) => {
      for (let minute = from; minute < from + count; minute += 1)
        await settled(`run-${minute}`, 'failed', `2026-03-01T02:${minute}:00.000Z`);
      await poll(at(`2026-03-01T02:${from + count}:00Z`));
    };
    await fail(2, 10);
    expect((await history.jobState(key))?.paused).toBeUndefined();
    await fail(2, 20);
    expect((await history.jobState(key))?.paused).toEqual({
      at: '2026-03-01T02:22:00.000Z',
      by: 'pause-after',
      reason: '4 failures in a row, the last one in run-21',
    });
    const paused = `${key}#paused#2026-03-01T02:21:00.000Z`;
    expect(await messages()).toEqual([paused]);

    const state = await history.jobState(key);
    if (state?.trouble === undefined) throw new Error('no streak');
    await history.changeJobState(key, 'trouble', state.trouble, { ...state.trouble, failures: 0 });
    await history.changeJobState(key, 'paused', state.paused, undefined);
    await fail(2, 30);
    expect(await messages()).toEqual([paused]);
    await fail(1, 40);
    expect(await messages()).toEqual([paused, `${key}#paused#2026-03-01T02:40:00.000Z`]);
  });
});

describe('a run that holds its job for more than one period of the schedule', () => {
  const inFlight = (name: string, since: string) =>
    newInFlightRun({ ...newRun(scheduledInput({ job: key }), 'arn:x', 400, at(since)), run: name });
  const idsOf = (messages: readonly string[]) => messages.filter((id) => id.includes('#lease-'));

  it('is one message with its age and the fix, and one when it is over', async () => {
    const { history, poll, pollEach, messages } = cloud();
    await history.openInFlightRun(inFlight('slow', '2026-03-01T02:00:03.000Z'));
    await poll(at('2026-03-02T02:00:00Z'));
    expect(idsOf(await messages())).toEqual([]);
    await pollEach('2026-03-02T02:01:00Z', '2026-03-02T02:04:00Z');
    const [held] = (await history.outbox()).filter(({ id }) => id.includes('#lease-held#'));
    expect(held?.about).toMatchObject({
      event: {
        change: 'lease-held',
        run: 'slow',
        cause: expect.stringMatching(/^slow has been in flight for 24 h, .* later runs are skipped$/),
        fix: expect.stringContaining('lakeferry cancel slow'),
      },
    });
    await history.closeInFlightRun({ run: 'slow' });
    await pollEach('2026-03-02T03:01:00Z', '2026-03-02T03:04:00Z');
    expect(idsOf(await messages())).toEqual([
      `${key}#lease-held#2026-03-02T02:00:03.000Z`,
      `${key}#lease-released#2026-03-01T02:00:03.000Z`,
    ]);
    expect((await history.jobState(key))?.held).toBeUndefined();
  });

  it('is reported for each run of its own, and not for one that waits', async () => {
    const { history, pollEach, messages } = cloud();
    await history.openInFlightRun(inFlight('first', '2026-03-01T02:00:00.000Z'));
    const waits = { until: '2026-03-09T00:00:00.000Z', leased: false, limits: [], text: '' };
    await history.openInFlightRun({ ...inFlight('waiting', '2026-03-01T01:00:00.000Z'), waits });
    await pollEach('2026-03-02T02:01:00Z', '2026-03-02T02:02:00Z');
    await history.closeInFlightRun({ run: 'first' });
    await history.endWait('waiting', '2026-03-02T03:00:00.000Z');
    await pollEach('2026-03-03T02:58:00Z', '2026-03-03T03:02:00Z');
    expect(idsOf(await messages()).map((id) => id.split('#')[1])).toEqual([
      'lease-held',
      'lease-held',
      'lease-released',
    ]);
    expect((await history.jobState(key))?.held?.run).toBe('waiting');
  });

  it.each([
    ['a rate', 'rate(1 hour)', '2026-03-01T02:50:00.000Z', '2026-03-01T03:50:00.000Z'],
    [
      'a run by hand before a scheduled time',
      'cron(0 * * * ? *)',
      '2026-03-01T02:50:00.000Z',
      '2026-03-01T03:50:00.000Z',
    ],
    [
      'a weekend without runs',
      'cron(0 2 ? * MON-FRI *)',
      '2026-03-06T02:00:00.000Z',
      '2026-03-09T02:00:00.000Z',
    ],
    [
      'a night within the week',
      'cron(0 2 ? * MON-FRI *)',
      '2026-03-02T02:00:00.000Z',
      '2026-03-03T02:00:00.000Z',
    ],
    ['a single time', 'at(2026-03-01T03:00:00)', '2026-03-01T02:00:00.000Z', undefined],
  ])('of %s: %s', (_name, expression, since, from) => {
    expect(heldTooLongFrom({ expression, timeZone: 'UTC' }, since)?.toISOString()).toBe(from);
  });
});
