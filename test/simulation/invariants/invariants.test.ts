import {
  delivery,
  noon,
  observedRun,
  replication,
  requests,
  run,
  soundWorld,
  task,
} from '../../helpers/simulation/observed';
import { checkInvariants, invariants } from '../../../simulation/invariants/invariants';
import type { DueTime, Observation, TaskWork } from '../../../simulation/invariants/observation';

const [work] = task().work;
const workOf = (change: Partial<TaskWork>): Observation['tasks'] => [
  task({ work: work === undefined ? [] : [{ ...work, ...change }] }),
];
const failed = (code: 'table-error' | 'state-failed', detail: string) => [
  observedRun({
    verdict: {
      outcome: 'failed',
      findings: [{ code, detail }],
      findingCount: 1,
      evidence: { tables: 1, tablesCompleted: 1, rows: 7 },
    },
  }),
];
const failedEnd = [delivery(`${run}#ended`, 'failed')];

const missedAt = (scheduledTime: string) =>
  observedRun({
    trigger: { by: 'schedule', scheduleArn: 'arn:schedule', scheduledTime },
    verdict: {
      outcome: 'missed',
      findings: [],
      findingCount: 0,
      evidence: { tables: 0, tablesCompleted: 0, rows: 0 },
    },
  });

const stopAt = (at: number, change: Partial<Observation['requests'][number]> = {}) => ({
  at,
  caller: 'poll-tasks',
  operation: 'StopReplicationTask',
  task: 'arn:task',
  isThrottled: false,
  isDone: true,
  ...change,
});

const requestOfStack = (change: Partial<Observation['stackRequests'][number]>) => ({
  ...{ stack: 'lakeferry-sim-sales', type: 'Update', at: noon, answers: 1, endedAt: noon + 1 },
  ...change,
});

/** A deployment held the CDC job, whose task then stopped with its table in this state. */
function heldWhileLoading(state: string): Partial<Observation> {
  const tables = [{ table: 'shop.job2_1', state, rows: 7 }];
  const stopped = { startedAt: noon - 60_000, endedAt: noon + 60_000, status: 'stopped', tables };
  return {
    heldJobs: [{ at: noon, job: 'sales/job2' }],
    tasks: soundWorld.tasks.map((one) => (one.arn === 'arn:cdc' ? { ...one, work: [stopped] } : one)),
  };
}

/** Invariant, what is broken, and the change of a sound world that breaks it. */
const broken: readonly (readonly [string, string, Partial<Observation>])[] = [
  ['one-end', 'an open record', { runs: [observedRun({ phases: { opened: '2026-03-01T11:00:00.000Z' } })] }],
  ['one-end', 'two contents of one end', { deliveries: [delivery(`${run}#ended`), ...failedEnd] }],
  ['one-end', 'a record that changed after its end was delivered', { deliveries: failedEnd }],
  [
    'one-end',
    'a correction that is not what the record says',
    { deliveries: [...failedEnd, delivery(`${run}#corrected`, 'failed')] },
  ],
  ['one-end', 'an end of a run that was missed', { runs: [missedAt('2026-03-01T11:00:00Z')] }],
  ['true-verdict', 'a success without a table', { tasks: workOf({ tables: [] }) }],
  [
    'true-verdict',
    'a success of a failed table',
    { tasks: workOf({ tables: [{ table: 'shop.job1_1', state: 'Table error', rows: 7 }] }) },
  ],
  [
    'true-verdict',
    'rows that nobody loaded',
    { tasks: workOf({ tables: [{ table: 'shop.job1_1', state: 'Table completed', rows: 6 }] }) },
  ],
  ['true-verdict', 'a success of a task that somebody stopped', { tasks: workOf({ stopReason: 'NORMAL' }) }],
  ['true-verdict', 'a success without a table of the job', { asked: { 'sales/job1': ['shop.job1_2'] } }],
  [
    'true-verdict',
    'a failure by a limit that has not passed',
    {
      runs: failed('state-failed', 'AwaitFullLoad: MaxDurationExceeded: more than 15 minutes'),
      deliveries: failedEnd,
    },
  ],
  ['true-verdict', 'a success without work', { tasks: [task({ work: [] })] }],
  [
    'true-verdict',
    'a failed table that was loaded',
    { runs: failed('table-error', 'Table error'), deliveries: failedEnd },
  ],
  [
    'true-verdict',
    'a failure without a fault',
    { runs: failed('state-failed', 'CreateTask: Throttled: no'), deliveries: failedEnd },
  ],
  [
    'due-times',
    'a time without a record',
    { due: [{ job: 'sales/job1', time: 'x', run: 'sales.job1.20260301T100000Z', isOwed: true }] },
  ],
  [
    'due-times',
    'a time whose missed record is of another minute',
    {
      due: [{ job: 'sales/job1', time: '2026-03-01T10:00:00Z', run: 'sales.job1.x', isOwed: true }],
      runs: [missedAt('2026-03-01T10:01:00Z')],
    },
  ],
  [
    'nothing-left',
    'a task',
    { tasks: [...soundWorld.tasks, task({ arn: 'arn:other', deletedAt: undefined })] },
  ],
  [
    'nothing-left',
    'a lease',
    { leases: [{ job: 'sales/job1', lease: { run, execution: 'arn', takenAt: '2026-03-01T11:00:00Z' } }] },
  ],
  [
    'nothing-left',
    'an item in flight',
    {
      inFlightRuns: [
        { run, forJob: 'sales/job1', execution: 'arn', since: '', goal: 'ready', touchedAt: '' },
      ],
    },
  ],
  ['nothing-left', 'an execution', { executions: ['arn:execution'] }],
  [
    'one-writer',
    'a second task in the folder',
    { tasks: [...soundWorld.tasks, task({ arn: 'arn:second', tags: { 'lakeferry:run': 'other' } })] },
  ],
  ['whole-lake', 'a pointer without a manifest', { breaks: [{ at: noon, detail: 'the pointer is gone' }] }],
  ['delivered-ends', 'an end that nobody got', { deliveries: [] }],
  ['delivered-ends', 'a message that is left', { outbox: [{ id: `${run}#ended`, problem: 'no' }] }],
  [
    'delivered-ends',
    'an end of a run that does not exist',
    { deliveries: [...soundWorld.deliveries, delivery('sales.job1.x#ended')] },
  ],
  [
    'monitored-replications',
    'a task that is down',
    { tasks: soundWorld.tasks.map((one) => (one.arn === 'arn:cdc' ? { ...one, status: 'failed' } : one)) },
  ],
  [
    'monitored-replications',
    'a task that no poll resumes any more',
    {
      tasks: soundWorld.tasks.map((one) => (one.arn === 'arn:cdc' ? { ...one, status: 'failed' } : one)),
      replications: [
        replication({
          resumes: { count: 1, lastAt: '2026-03-01T11:00:00Z', nextAt: '2026-03-01T11:01:00Z' },
        }),
      ],
    },
  ],
  [
    'monitored-replications',
    'a task that runs although it should be stopped',
    { replications: [replication({ desired: 'stopped' })] },
  ],
  ['kept-durations', 'a load of six hours', { tasks: workOf({ startedAt: noon - 6 * 3_600_000 }) }],
  [
    'kept-durations',
    'a load whose stop DMS refused',
    {
      tasks: workOf({ startedAt: noon - 6 * 3_600_000 }),
      requests: [stopAt(noon - 5 * 3_600_000, { isDone: false })],
    },
  ],
  ['dms-budget', 'a burst of requests', { requests: requests(200) }],
  ['dms-budget', 'a throttled request', { requests: requests(1, { isThrottled: true }) }],
  ['no-denial', 'a refused call', { denials: [{ at: noon, caller: 'close-run', detail: 'dms:Describe' }] }],
  ['released-holds', 'a hold', { holds: [{ name: 'lakeferry-sim-sales/Hold' }] }],
  [
    'released-holds',
    'a stack without an end',
    { stacks: [{ name: 'lakeferry-sim-sales', status: 'UPDATE_IN_PROGRESS', isOver: false }] },
  ],
  ['released-holds', 'a task that waits for nothing', { heldTooLong: [{ at: noon, detail: 'sales/job2' }] }],
  ['answered-once', 'a request without an answer', { stackRequests: [requestOfStack({ answers: 0 })] }],
  ['answered-once', 'a second answer', { stackRequests: [requestOfStack({ answers: 2 })] }],
  [
    'answered-once',
    'a deployment that waits for hours',
    { stackRequests: [requestOfStack({ at: noon - 2 * 3_600_000, endedAt: undefined })] },
  ],
  [
    'answered-once',
    'an endpoint that a task used when it was changed',
    { failedDeployments: [{ at: noon, problem: 'Endpoint t is used by a running replication task' }] },
  ],
  ['kept-loads', 'a load that a deployment stopped', heldWhileLoading('Full load')],
  [
    'kept-loads',
    'a task that a poll started from now',
    { requests: [stopAt(noon, { operation: 'StartReplicationTask', startType: 'start-replication' })] },
  ],
];

describe('the invariants', () => {
  it('hold in a sound world', () => {
    expect(checkInvariants(soundWorld)).toEqual([]);
  });

  it.each(broken)('%s finds %s', (name, _what, change) => {
    const found = checkInvariants({ ...soundWorld, ...change });
    expect(found.map(({ invariant }) => invariant)).toContain(name);
  });

  it('have a broken world each', () => {
    expect(new Set(broken.map(([name]) => name))).toEqual(new Set(invariants.map(({ name }) => name)));
  });

  it('allow what faults cause, and what is on its way', () => {
    expect(
      checkInvariants({
        ...soundWorld,
        faultTimes: [{ from: 0, until: noon }],
        runs: failed('state-failed', 'CreateTask: Throttled: no'),
        deliveries: failedEnd,
        requests: requests(300, { caller: 'actor', isThrottled: true }),
        denials: [{ at: noon, caller: 'poll-tasks', detail: 'dms:DeleteReplicationTask on arn:task' }],
        replications: [replication({ alerts: { down: '2026-03-01T11:00:00Z' } })],
        tasks: soundWorld.tasks.map((one) => (one.arn === 'arn:cdc' ? { ...one, status: 'failed' } : one)),
      }),
    ).toEqual([]);
  });
});

test('a deployment may stop a task that has loaded its tables', () => {
  expect(checkInvariants({ ...soundWorld, ...heldWhileLoading('Table completed') })).toEqual([]);
});

test('a request that faults disturb may have no answer', () => {
  const faultTimes = [{ from: noon, until: noon + 1 }];
  const stackRequests = [requestOfStack({ answers: 0 })];
  expect(checkInvariants({ ...soundWorld, faultTimes, stackRequests })).toEqual([]);
});

test('a CDC task that no run has recorded is reported as a leftover, unless it has run', () => {
  const tags = { 'lakeferry:environment': 'sim', 'lakeferry:department': 'sales', 'lakeferry:job': 'job2' };
  const created = { arn: 'arn:other', deletedAt: undefined, status: 'ready', tags };
  const leftOf = (work: readonly TaskWork[]) =>
    checkInvariants({ ...soundWorld, tasks: [...soundWorld.tasks, task({ ...created, work })] });
  expect(leftOf([])).toEqual([]);
  expect(leftOf(task().work).map(({ invariant }) => invariant)).toContain('nothing-left');
});

test('a table of a CDC job stays in error after its fault, one of a full load does not', () => {
  const [ofLoad] = failed('table-error', 'Table error');
  const runs = (mode?: 'cdc') =>
    ofLoad === undefined ? [] : [{ ...ofLoad, record: { ...ofLoad.record, mode } }];
  const tasks = workOf({ tables: [{ table: 'shop.job1_1', state: 'Table error', rows: 0 }] });
  const found = (mode?: 'cdc') =>
    checkInvariants({
      ...soundWorld,
      faultTimes: [{ from: noon - 86_400_000, until: noon - 80_000_000 }],
      runs: runs(mode),
      tasks: [...tasks, ...soundWorld.tasks.filter(({ arn }) => arn === 'arn:cdc')],
      deliveries: failedEnd,
    });
  expect(found('cdc')).toEqual([]);
  expect(found().map(({ invariant }) => invariant)).toEqual(['true-verdict']);
});

test('a load is over when DMS begins to stop its task, however long that takes', () => {
  const startedAt = noon - 6 * 3_600_000;
  const requests = [stopAt(startedAt + 900_000)];
  const found = checkInvariants({ ...soundWorld, tasks: workOf({ startedAt }), requests });
  expect(found.filter(({ invariant }) => invariant === 'kept-durations')).toEqual([]);
});

test('a rate whose phase no run has shown is missed at another second, once per time', () => {
  const due = { job: 'sales/job1', run: 'sales.job1.x', isOwed: true, every: 600_000 };
  const first = { ...due, time: '2026-03-01T10:00:03Z' };
  const second = { ...due, time: '2026-03-01T10:10:03Z' };
  const broken = (times: readonly DueTime[], missed: readonly string[]) =>
    checkInvariants({
      ...soundWorld,
      due: times,
      runs: [...soundWorld.runs, ...missed.map(missedAt)],
    }).filter(({ invariant }) => invariant === 'due-times');
  expect(broken([first], [])).toHaveLength(1);
  expect(broken([first], ['2026-03-01T10:00:24Z'])).toEqual([]);
  expect(broken([first], ['2026-03-01T09:51:00Z'])).toEqual([]);
  expect(broken([first], ['2026-03-01T10:11:00Z'])).toHaveLength(1);
  expect(broken([first, second], ['2026-03-01T10:05:00Z'])).toHaveLength(1);
  // Seed 2979 of 0.05 days: the record nearest to the first time is the only one of the second.
  expect(broken([second, first], ['2026-03-01T10:01:00Z', '2026-03-01T09:51:00Z'])).toEqual([]);
});
