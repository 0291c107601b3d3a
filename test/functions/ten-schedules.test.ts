import { DrivenClock } from '@lakeferry/local-cloud/clock';
import { createConnections } from '../../aws/deployed/connections';
import { RunError } from '../../core/runs/record/run-error';
import { runIdOf } from '../../core/runs/record/run-identity';
import { checkSource } from '../../functions/check-source/check-source';
import { closeRun } from '../../functions/close-run/close-run';
import { createTask } from '../../functions/create-task/create-task';
import { judgeRun } from '../../functions/judge-run/judge-run';
import { openRun } from '../../functions/open-run/open-run';
import { startTask } from '../../functions/start-task/start-task';
import { memoryHistory } from '../helpers/runs/memory-history';
import { sampleJob } from '../helpers/runs/plan';
import { scheduledInput } from '../helpers/runs/run-input';
import { ScriptedDms } from '../helpers/runs/scripted-dms';
import { Reported } from '../helpers/runs/reporting';

const clock = new DrivenClock(new Date('2026-03-01T10:00:00Z'));
const dms = new ScriptedDms(clock);
const history = memoryHistory();
const names = Array.from({ length: 10 }, (_, index) => `orders-live-${index}`);
const ports = {
  history,
  dms,
  plans: {
    job: async (_address: unknown, key: string) =>
      sampleJob(
        { department: 'sales', job: key.split('/')[1] ?? '', tables: ['orders', 'order_items'] },
        { mode: 'cdc' },
      ),
  },
  executions: {
    start: async () => '',
    startOnce: async () => 'before' as const,
    describe: async () => ({ status: 'RUNNING' as const }),
    succeed: async () => 'delivered' as const,
    fail: async () => 'delivered' as const,
    heartbeat: async () => 'delivered' as const,
    stop: async () => undefined,
  },
  connections: createConnections(undefined),
  secrets: { databaseLogin: () => Promise.reject(new Error('not asked')) },
  open: async () => ({
    database: { query: async () => ({ rows: [], milliseconds: 0 }), close: async () => undefined },
    connectMilliseconds: 1,
  }),
  engineChecks: async () => undefined,
  splitEngine: () => Promise.reject(new Error('not split')),
  slotsOf: () => ({ slots: async () => [], drop: async () => undefined }),
  environment: 'dev',
  retentionDays: 400,
  log: new Reported().log,
  objects: { page: async () => ({ objects: [], more: false }) },
  stagingBucket: 'staging',
};

/** Runs the states of one run like the state machine, which retries a busy state. */
async function fire(job: string, scheduledTime: string): Promise<string> {
  const input = scheduledInput({ job }, scheduledTime);
  const run = runIdOf(input);
  const execution = `execution of ${run}`;
  const now = clock.now();
  const opening = await openRun(ports, { execution, input }, now);
  if (opening.opening !== 'opened') return opening.opening;
  await checkSource(ports, { run }, now);
  await untilTaken(() => createTask(ports, { run }, clock.now()));
  await untilTaken(() => startTask(ports, { run }, clock.now()));
  await clock.advance(0);
  while ([...dms.tasks.values()].some(({ task }) => task.status === 'starting')) await clock.advance(30_000);
  await judgeRun(ports, { run, failure: null }, clock.now());
  return (await closeRun(ports, { run, execution, input, failure: null, leftBehind: null }, clock.now()))
    .outcome;
}

async function untilTaken(state: () => Promise<unknown>): Promise<void> {
  for (let attempt = 0; attempt < 45; attempt += 1)
    try {
      await state();
      return;
    } catch (error) {
      if (!(error instanceof RunError) || error.name !== 'TaskBusy') throw error;
      await clock.advance(20_000);
    }
  throw new Error('still busy');
}

test('ten CDC schedules that fire a hundred times each leave ten tasks, each started once', async () => {
  for (let time = 0; time < 100; time += 1) {
    const scheduledTime = new Date(Date.UTC(2026, 2, 1, 10, time)).toISOString().replace('.000', '');
    const outcomes = await Promise.all(names.map((name) => fire(`sales/${name}`, scheduledTime)));
    expect(new Set(outcomes)).toEqual(new Set(['succeeded']));
  }
  const count = (call: string) => dms.calls.filter((made) => made === call).length;
  expect([dms.tasks.size, count('createTask'), count('startTask start-replication')]).toEqual([10, 10, 10]);
  expect(dms.calls.filter((call) => /resume|stop|delete|modify/.test(call))).toEqual([]);
  expect([(await history.inFlightRuns()).length, (await history.replications()).length]).toEqual([0, 10]);
});
