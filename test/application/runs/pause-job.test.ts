import { pauseJob, unpauseJob } from '../../../application/runs/pause-job';
import { settle } from '../../../core/runs/job/settle';
import { type MemoryEnvironment, memoryEnvironment } from '../../helpers/runs/memory-environment';
import { sampleJob } from '../../helpers/runs/plan';

const job = 'sales/orders-daily';
const at = (time: string) => ({ by: 'ada@laptop', job, now: () => new Date(time) });
const planOf = async () => sampleJob({ department: 'sales', job: 'orders-daily', tables: ['orders'] });

let environment: MemoryEnvironment;
beforeEach(() => {
  environment = memoryEnvironment([job]);
});

async function fail(run: string): Promise<void> {
  const { history } = environment;
  const state = await history.jobState(job);
  const { effect } = settle(state, { run, openedAt: run, closedAt: run, outcome: 'failed' }, 'edge');
  if (effect !== undefined)
    await history.settleAttempt(job, state, { id: `${run}#ended`, notice: 'none' }, effect);
}

it('a pause is recorded with its author and reason, and its message waits', async () => {
  await pauseJob(environment, { ...at('2026-03-01T10:00:00Z'), reason: 'source moves' }, planOf);
  expect((await environment.history.jobState(job))?.paused).toEqual({
    at: '2026-03-01T10:00:00.000Z',
    by: 'ada@laptop',
    reason: 'source moves',
  });
  const [message] = await environment.history.outbox();
  expect(message?.about).toMatchObject({
    event: { change: 'paused', cause: 'ada@laptop paused the job: source moves' },
  });
});

it('a second pause is refused with the first, and an end without a pause too', async () => {
  await pauseJob(environment, at('2026-03-01T10:00:00Z'), planOf);
  await expect(pauseJob(environment, at('2026-03-01T11:00:00Z'), planOf)).rejects.toMatchObject({
    reason: { kind: 'already-paused', at: '2026-03-01T10:00:00.000Z', by: 'ada@laptop' },
  });
  await unpauseJob(environment, at('2026-03-01T12:00:00Z'), planOf);
  await expect(unpauseJob(environment, at('2026-03-01T13:00:00Z'), planOf)).rejects.toMatchObject({
    reason: { kind: 'not-paused' },
  });
});

it('the end of a pause forgets the failures, also when a run fails in the same moment', async () => {
  await fail('2026-03-01T02:00:00Z');
  await pauseJob(environment, at('2026-03-01T10:00:00Z'), planOf);
  const { history } = environment;
  let isFirst = true;
  const racing = {
    ...environment,
    history: {
      ...history,
      changeJobState: async (...given: Parameters<typeof history.changeJobState>) => {
        if (isFirst) await fail('2026-03-01T11:59:00Z');
        isFirst = false;
        return await history.changeJobState(...given);
      },
    },
  };
  await unpauseJob(racing, at('2026-03-01T12:00:00Z'), planOf);
  const state = await history.jobState(job);
  expect(state?.paused).toBeUndefined();
  expect(state?.trouble).toMatchObject({ attempts: 2, failures: 0 });
});

it('a pause whose failures cannot be forgotten does not end, and nobody is notified of its end', async () => {
  await fail('2026-03-01T02:00:00Z');
  await pauseJob(environment, at('2026-03-01T10:00:00Z'), planOf);
  const { history } = environment;
  const busy = { ...environment, history: { ...history, changeJobState: async () => false } };
  await expect(unpauseJob(busy, at('2026-03-01T12:00:00Z'), planOf)).rejects.toThrow(
    'others keep changing the state of sales/orders-daily, so it stays paused; retry',
  );
  expect((await history.jobState(job))?.paused).toBeDefined();
  expect(await history.outbox()).toHaveLength(1);
});
