import type { InFlightRun } from '../../../core/runs/record/in-flight-run';
import { newInFlightRun, newRun } from '../../../core/runs/record/new-run';
import { PollBench, taskNamed } from '../../helpers/runs/poll-bench';
import { requestedInput } from '../../helpers/runs/run-input';

const start = new Date('2026-03-01T12:00:00.000Z');
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);
async function fly(bench: PollBench, name: string, status: string, over: Partial<InFlightRun>) {
  const record = await bench.history.openRun(newRun(requestedInput(name), `execution-${name}`, 400, start));
  const task = taskNamed(name, status);
  bench.tasks.set(task.arn, task);
  await bench.history.openInFlightRun({
    ...newInFlightRun(record),
    token: name,
    taskIdentifier: name,
    taskArn: task.arn,
    ...over,
  });
}

const failure = { state: 'a', error: 'b', cause: 'c' };

/** One of each: every kind of action is due at 600 s. */
async function everythingDue(): Promise<PollBench> {
  const bench = new PollBench();
  await fly(bench, 'waits', 'running', { goal: 'load-finished' });
  await fly(bench, 'late', 'running', { goal: 'load-finished', deadline: start.toISOString() });
  await fly(bench, 'stops', 'running', { goal: 'deleted' });
  await fly(bench, 'deletes', 'stopped', { goal: 'deleted' });
  await fly(bench, 'orphan', 'running', { goal: 'deleted', orphanedBy: failure });
  await fly(bench, 'left', 'stopped', { goal: 'deleted', orphanedBy: failure });
  const late = taskNamed('behind', 'running');
  await bench.replicate(late);
  bench.latencies.set(late.arn, { sourceSeconds: 500, at: start.toISOString() });
  const unwanted = await bench.replicate(taskNamed('unwanted', 'running', { checkpoint: 'here' }));
  await bench.history.changeDesiredState(unwanted, {
    desired: 'stopped',
    desiredBy: 'ada',
    desiredAt: start.toISOString(),
  });
  await bench.replicate(taskNamed('hopeless', 'failed'), { resumeLimit: 0 });
  await bench.replicate(taskNamed('down', 'failed', { lastFailureMessage: 'boom' }));
  return bench;
}

const actions = [
  'deleteTask arn:task:deletes',
  'deleteTask arn:task:left',
  'fail late MaxDurationExceeded',
  'heartbeat deletes',
  'heartbeat stops',
  'heartbeat waits',
  'startTask arn:task:down resume-processing',
  'stopTask arn:task:orphan',
  'stopTask arn:task:stops',
  'stopTask arn:task:unwanted',
];
const alerts = ['sales/behind latency', 'sales/hopeless down'];

/** Calls without which a poll knows nothing, or which guard the action itself; and what is missing without each. */
const needed: Readonly<Record<string, (action: string) => boolean>> = {
  // Then the leases say which jobs have a run, and only CDC jobs can be acted on.
  'history.inFlightRuns': (action) => !/behind|hopeless|unwanted|down/.test(action),
  'history.replications': (action) => /behind|hopeless|unwanted|down/.test(action),
  // Then only time limits, heartbeats, and what a job was last seen to do decide.
  'dms.describeTasks': (action) => !/heartbeat|late|behind|unwanted/.test(action),
  // A deployment may hold any of the tasks, so none is resumed before the next poll.
  'history.holds': (action) => /hopeless|startTask/.test(action),
  'metrics.latencies': (action) => action === 'sales/behind latency',
  // Attempts are counted before the resume, so that their limit holds.
  'history.countResume': (action) => action.startsWith('startTask'),
  // The evidence of an orphaned run is deleted with its task: the deletion waits for it.
  ...Object.fromEntries(
    [
      'history.run',
      'dms.findTask',
      'dms.tableStatistics',
      'history.recordTables',
      'history.recordVerdict',
    ].map((call) => [call, (action: string) => action === 'deleteTask arn:task:left']),
  ),
  'dms.startTask': (action) => action.startsWith('startTask'),
  'dms.stopTask': (action) => action.startsWith('stopTask'),
  'dms.deleteTask': (action) => action.startsWith('deleteTask'),
  'executions.heartbeat': (action) => action.startsWith('heartbeat'),
  'executions.fail': (action) => action.startsWith('fail'),
  // The next poll raises the alerts, or delivers them.
  ...Object.fromEntries(
    [
      'history.raiseAlert',
      'history.enqueue',
      'history.outbox',
      'history.claimMessage',
      'history.wasDelivered',
      'history.decideNotice',
      'history.recordDone',
      'departments.deployed',
      'plans.department',
      'alerts.notify',
    ].map((call) => [call, (action: string) => action.startsWith('sales/')]),
  ),
};

async function done(bench: PollBench): Promise<readonly string[]> {
  await bench.poll(after(600)).catch(() => undefined);
  return [...bench.actions.sort(), ...bench.alerts.map(({ job, kind }) => `${job} ${kind}`).sort()];
}

test('every port call refused in turn stops no action that does not need it', async () => {
  const well = await everythingDue();
  expect(await done(well)).toEqual([...actions, ...alerts]);
  expect([...well.calls]).toEqual(
    expect.arrayContaining(['history.recordSeries', 'dms.tableStatistics', 'history.recordProgress']),
  );
  for (const refused of well.calls) {
    const bench = await everythingDue();
    bench.refused = refused;
    const lost = needed[refused] ?? (() => false);
    expect({ refused, done: await done(bench) }).toEqual({
      refused,
      done: [...actions, ...alerts].filter((action) => !lost(action)),
    });
  }
});

test('a refused record is a problem of the poll’s result', async () => {
  const bench = await everythingDue();
  bench.refused = 'history.recordSeries';
  const { problems } = await bench.poll(after(600));
  expect(problems).toEqual([{ run: 'sales/behind', problem: expect.stringContaining('recordSeries') }]);
});

test.each([
  ['dms.describeTasks'],
  ['history.inFlightRuns'],
  ['history.pendingAlerts'],
  ['history.holds'],
  ['metrics.latencies'],
  ['jobs.states'],
  ['history.enqueue'],
  ['history.outbox'],
])('a poll without %s fails after its actions, which raises the alarm about polls', async (refused) => {
  const bench = await everythingDue();
  bench.refused = refused;
  await expect(bench.poll(after(600))).rejects.toThrow(`${refused} was refused`);
});

test('tasks that DMS does not describe for hours are neither missing nor down', async () => {
  const bench = await everythingDue();
  bench.refused = 'dms.describeTasks';
  for (let seconds = 600; seconds < 7200; seconds += 60)
    await bench.poll(after(seconds)).catch(() => undefined);
  expect(bench.alerts.map(({ kind }) => kind)).toEqual(['latency']);
  expect(bench.actions.filter((action) => /^fail|^succeed/.test(action))).toEqual(
    expect.not.arrayContaining([expect.stringContaining('TaskDisappeared')]),
  );
  bench.refused = '';
  bench.actions.length = 0;
  await bench.poll(after(7200));
  expect(bench.actions).toContain('startTask arn:task:down resume-processing');
});

test('while runs in flight cannot be read, a job whose lease is held is not resumed', async () => {
  const bench = await everythingDue();
  await bench.history.takeLease('sales/down', { run: 'r', execution: 'e', takenAt: start.toISOString() });
  bench.refused = 'history.inFlightRuns';
  await bench.poll(after(600)).catch(() => undefined);
  expect(bench.actions).not.toContain('startTask arn:task:down resume-processing');
});

test.each([
  ['a run in flight', { pk: 'FLIGHT', sk: 'broken', run: 7 }],
  ['a CDC job', { pk: 'REPLICATION', sk: 'sales/broken', forJob: [] }],
  ['a job’s state', { pk: 'NEWEST', sk: 'sales/broken', trouble: 'x' }],
])('the item of %s that cannot be read is reported and stops no other', async (_, item) => {
  const bench = await everythingDue();
  bench.put(item);
  await expect(bench.poll(after(600))).rejects.toThrow(`the item ${item.sk} cannot be read`);
  const done = [...bench.actions.sort(), ...bench.alerts.map(({ job, kind }) => `${job} ${kind}`).sort()];
  expect(done).toEqual([...actions, ...alerts]);
});

test('a department that cannot be read is reported, because nobody checks its jobs, and stops no other', async () => {
  const bench = await everythingDue();
  bench.outside.unreadable = '/lakeferry/dev/departments/hr';
  await expect(bench.poll(after(600))).rejects.toThrow(
    'the item /lakeferry/dev/departments/hr cannot be read: no JSON',
  );
  expect([...bench.actions].sort()).toEqual(actions);
});

test.each([['dms.tableStatistics'], ['history.recordTables']])(
  'an orphan whose evidence is refused by %s keeps its task for two hours, and no longer',
  async (refused) => {
    const bench = new PollBench();
    await fly(bench, 'left', 'stopped', { goal: 'deleted', orphanedBy: failure });
    bench.refused = refused;
    for (let seconds = 60; seconds < 7200; seconds += 60) await bench.poll(after(seconds));
    expect(bench.actions).toEqual([]);
    await bench.poll(after(7200));
    expect(bench.actions).toEqual(['deleteTask arn:task:left']);
  },
);

test('each poll of everything emits the worst of all CDC jobs, also while one of them cannot be supervised', async () => {
  const bench = await everythingDue();
  await bench.poll(after(600));
  expect(bench.reported.values).toContainEqual({ name: 'WorstLatency', value: 500 });
  bench.refused = 'history.recordSeen';
  await bench.poll(after(660));
  expect(bench.reported.values.filter(({ name }) => name === 'WorstLatency')).toHaveLength(2);
  expect(bench.reported.lines).toContainEqual(
    expect.objectContaining({ level: 'error', message: 'a step of the poll failed', job: 'sales/behind' }),
  );
});

test('acts and records, then reads the tables of loads and CDC jobs: nobody waits for them', async () => {
  const bench = await everythingDue();
  await fly(bench, 'loads', 'running', { goal: 'load-finished', touchedAt: after(590).toISOString() });
  await bench.poll(after(600));
  const calls = [...bench.calls];
  const acts = ['executions.heartbeat', 'executions.fail', 'dms.stopTask', 'dms.deleteTask', 'dms.startTask'];
  const inOrder = [...acts, 'history.recordProgress', 'history.recordTableProgress', 'history.recordSeries'];
  const places = inOrder.map((call) => calls.indexOf(call));
  const ofTables = Math.min(...places.slice(-2));
  expect(Math.min(...places)).toBeGreaterThan(0);
  expect(places.slice(0, -2).filter((place) => place > ofTables)).toEqual([]);
});
