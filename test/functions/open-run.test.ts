import { missedRun } from '../../core/runs/job/missed-run';
import { runIdOf } from '../../core/runs/record/run-identity';
import { verdictWithout } from '../../core/runs/verdict/verdict';
import { openRun } from '../../functions/open-run/open-run';
import { memoryHistory } from '../helpers/runs/memory-history';
import { sampleJob } from '../helpers/runs/plan';
import { requestedInput, scheduledInput } from '../helpers/runs/run-input';

const now = new Date('2026-03-01T10:00:00Z');
const input = scheduledInput();
const run = runIdOf(input);
const job = sampleJob({ department: 'sales', job: 'orders-daily', tables: ['orders'] });

/** Step Functions, whose executions all run. */
const running = {
  start: async () => '',
  startOnce: async () => 'before' as const,
  describe: async () => ({ status: 'RUNNING' as const }),
  succeed: async () => 'gone' as const,
  fail: async () => 'gone' as const,
  heartbeat: async () => 'gone' as const,
  stop: async () => undefined,
};

const nothingStaged = { page: async () => ({ objects: [], more: false }) };

/** OpenRun of an execution that dies right after its write number `dies`. */
function opens(history: ReturnType<typeof memoryHistory>, execution = 'arn:first', dies = Infinity) {
  let writes = 0;
  const mortal = new Proxy(history, {
    get: (target, member, receiver) => {
      const value: unknown = Reflect.get(target, member, receiver);
      if (typeof value !== 'function') return value;
      return async (...given: readonly unknown[]) => {
        if (writes >= dies) throw new Error('killed');
        const answer: unknown = await Reflect.apply(value, target, given);
        if (/^(open|claim|take|close|record|withdraw)/.test(String(member))) writes += 1;
        return answer;
      };
    },
  });
  const ports = {
    history: mortal,
    executions: running,
    plans: { job: async () => job },
    objects: nothingStaged,
    stagingBucket: 'staging',
    retentionDays: 400,
  };
  return openRun(ports, { execution, input }, now);
}

test.each([1, 2, 3])(
  'killed after write %s, a run without an in-flight item has no open record',
  async (dies) => {
    const history = memoryHistory();
    await opens(history, 'arn:first', dies).catch(() => undefined);
    const [record, inFlight] = [await history.run(run), await history.inFlightRun(run)];
    expect(record === undefined || inFlight !== undefined).toBe(true);
  },
);

test('a second execution of a run in flight leaves its item alone', async () => {
  const history = memoryHistory();
  expect(await opens(history)).toMatchObject({ opening: 'opened' });
  expect(await opens(history, 'arn:second')).toMatchObject({ opening: 'duplicate' });
  expect(await history.inFlightRun(run)).toMatchObject({ execution: 'arn:first' });
});

test('two executions that open a run at once leave one item, of the owner', async () => {
  const history = memoryHistory();
  // The second wrote its item, then the first wrote the record.
  await opens(history, 'arn:second', 1).catch(() => undefined);
  expect(await history.inFlightRun(run)).toMatchObject({ execution: 'arn:second' });
  await opens(history, 'arn:first');
  expect(await history.inFlightRun(run)).toMatchObject({ execution: 'arn:first' });
  expect(await opens(history, 'arn:second')).toMatchObject({ opening: 'duplicate' });
  expect(await history.inFlightRun(run)).toMatchObject({ execution: 'arn:first' });
});

test('a second execution of a closed run leaves nothing in flight', async () => {
  const history = memoryHistory();
  await opens(history);
  await history.closeInFlightRun({ run });
  await history.closeRun(run, {
    at: now.toISOString(),
    otherwise: verdictWithout('skipped', 'lease-held', 'another'),
  });
  expect(await opens(history, 'arn:second')).toMatchObject({ opening: 'duplicate' });
  expect(await history.inFlightRun(run)).toBeUndefined();
});

describe('a run that began after its scheduled time was recorded as missed', () => {
  const missed = (at: Date) => missedRun(input.job, { at: '2026-03-01T10:00:00Z' }, input.plan, 400, at);
  const missedAt = new Date('2026-03-01T09:59:00Z');

  test('replaces the record and loads', async () => {
    const history = memoryHistory();
    expect(missed(missedAt).run).toBe(run);
    await history.openRun(missed(missedAt));
    expect(await opens(history)).toMatchObject({ opening: 'opened' });
    const record = await history.run(run);
    expect(record).toMatchObject({ execution: 'arn:first', missedAt: missedAt.toISOString() });
    expect(record?.verdict).toBeUndefined();
    expect(record?.phases).toEqual({ opened: now.toISOString() });
    expect((await history.newestRun(input.job, now))?.phases.closed).toBeUndefined();
  });

  test.each([1, 2, 3])(
    'killed after write %s, has no open record without an in-flight item',
    async (dies) => {
      const history = memoryHistory();
      await history.openRun(missed(missedAt));
      await opens(history, 'arn:first', dies).catch(() => undefined);
      const [record, inFlight] = [await history.run(run), await history.inFlightRun(run)];
      expect(record?.phases.closed !== undefined || inFlight !== undefined).toBe(true);
      expect(await opens(history)).toMatchObject({ opening: 'opened' });
    },
  );

  test('is opened once by two executions', async () => {
    const history = memoryHistory();
    await history.openRun(missed(missedAt));
    expect(await opens(history, 'arn:first')).toMatchObject({ opening: 'opened' });
    expect(await opens(history, 'arn:second')).toMatchObject({ opening: 'duplicate' });
  });

  test('is not missed when a poll comes too late to record it', async () => {
    const history = memoryHistory();
    await opens(history);
    const existing = await history.openRun(missed(missedAt));
    expect(existing).toMatchObject({ execution: 'arn:first' });
    expect((await history.run(run))?.verdict).toBeUndefined();
  });
});

describe('a paused job', () => {
  const paused = { at: '2026-02-28T10:00:00Z', by: 'pause-after', reason: '3 failures in a row' };

  test('skips the runs of its schedule, and leaves nothing in flight', async () => {
    const history = memoryHistory();
    await history.changeJobState(input.job, 'paused', undefined, paused);
    expect(await opens(history)).toMatchObject({ opening: 'skipped' });
    const record = await history.run(run);
    expect(record?.verdict).toMatchObject({ outcome: 'skipped', findings: [{ code: 'paused' }] });
    expect(record?.verdict?.findings[0]?.detail).toContain('lakeferry unpause sales/orders-daily');
    expect(await history.inFlightRun(run)).toBeUndefined();
    expect(await history.lease(input.job)).toBeUndefined();
    expect(await opens(history)).toMatchObject({ opening: 'skipped' });
  });

  test('runs when a person asks for it', async () => {
    const history = memoryHistory();
    await history.changeJobState(input.job, 'paused', undefined, paused);
    const requested = requestedInput('by-hand');
    const ports = {
      history,
      executions: running,
      plans: { job: async () => job },
      objects: nothingStaged,
      stagingBucket: 'staging',
      retentionDays: 400,
    };
    expect(await openRun(ports, { execution: 'arn:by-hand', input: requested }, now)).toMatchObject({
      opening: 'opened',
    });
  });
});
