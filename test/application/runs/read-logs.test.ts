import { followLogs } from '../../../application/runs/follow-logs';
import { type LogPorts, pagesPerGroup, readLogs } from '../../../application/runs/read-logs';
import type { FoundEvents, LogQuery } from '../../../aws/cloudwatch/logs';
import type { FoundExecution } from '../../../aws/execution-events';
import { newRun } from '../../../core/runs/record/new-run';
import { verdictWithout } from '../../../core/runs/verdict/verdict';
import { memoryEnvironment } from '../../helpers/runs/memory-environment';
import { scheduledInput } from '../../helpers/runs/run-input';

const opened = new Date('2026-03-01T10:00:00Z');
const now = new Date('2026-03-02T10:00:00Z');
const record = newRun(scheduledInput(), 'arn:aws:states:x', 90, opened);
const { run } = record;
const arn = 'arn:aws:dms:eu-west-1:000000000000:task:ABC';
const events = (...messages: readonly (readonly [second: number, message: string])[]): FoundEvents => ({
  kind: 'events',
  isComplete: true,
  events: messages.map(([second, message]) => ({
    ...{ id: String(second), at: new Date(opened.getTime() + second * 1000), message },
  })),
});
const nothing = events();

async function environmentWithRun() {
  const environment = memoryEnvironment(['sales/orders-daily']);
  await environment.history.openRun(record);
  await environment.history.recordTask(run, { identifier: 't', arn }, opened.toISOString());
  return environment;
}

async function close(environment: Awaited<ReturnType<typeof environmentWithRun>>, minutes = 5) {
  const at = new Date(opened.getTime() + minutes * 60_000).toISOString();
  await environment.history.closeRun(run, { at, otherwise: verdictWithout('failed', 'state-failed', '') });
}

function scripted(
  answer: (query: LogQuery) => FoundEvents,
  execution: FoundExecution = { kind: 'absent' },
  groups: readonly string[] | 'forbidden' = ['/lakeferry/dev/judge-run'],
): LogPorts & { readonly queries: LogQuery[] } {
  const queries: LogQuery[] = [];
  return {
    queries,
    logs: {
      groups: async () => groups,
      find: async (query, pages) => {
        expect(pages).toBe(pagesPerGroup);
        queries.push(query);
        return answer(query);
      },
    },
    executions: { find: async () => execution },
  };
}

const execution: FoundExecution = {
  kind: 'events',
  isComplete: true,
  events: [
    { id: 1, at: opened, type: 'ExecutionStarted' },
    { id: 2, at: new Date(opened.getTime() + 2500), type: 'TaskStateEntered', state: 'JudgeRun' },
  ],
};
const byGroup = ({ group }: LogQuery): FoundEvents =>
  group.startsWith('dms-tasks')
    ? events([1, '2026-03-01T10:00:01 [TASK_MANAGER    ]I:  Task started  (replicationtask.c:1)'])
    : events([3, JSON.stringify({ level: 'INFO', message: 'judged', run })]);

test('the log of a task on an instance of its job is in the group of that instance', async () => {
  const environment = memoryEnvironment(['sales/orders-daily']);
  const input = scheduledInput();
  const named = { ...input.endpoints, replicationInstanceIdentifier: 'erp-migration' };
  const own = newRun({ ...input, endpoints: named }, 'arn:aws:states:x', 90, opened);
  await environment.history.openRun(own);
  await environment.history.recordTask(run, { identifier: 't', arn }, opened.toISOString());
  const ports = scripted(byGroup);
  await readLogs(environment, run, { source: 'task' }, now, ports);
  expect(ports.queries.map(({ group }) => group)).toEqual(['dms-tasks-erp-migration']);
});

test('shows what the state machine, the functions and the task wrote, in the order of time', async () => {
  const environment = await environmentWithRun();
  await close(environment);
  const ports = scripted(byGroup, execution);
  const logs = await readLogs(environment, 'sales/orders-daily', {}, now, ports);
  expect(logs.lines.map(({ source, from, text }) => `${source} ${from} ${text}`)).toEqual([
    'state-machine Execution execution started',
    'task TASK_MANAGER Task started',
    'state-machine JudgeRun entered',
    'functions judge-run judged',
  ]);
  expect(logs).toMatchObject({ run, job: 'sales/orders-daily', state: 'failed', gaps: [] });
  const window = { from: new Date('2026-03-01T09:59:00Z'), to: new Date('2026-03-01T10:15:00Z') };
  expect([...ports.queries].sort((a, b) => (a.group < b.group ? -1 : 1))).toEqual([
    { group: '/lakeferry/dev/judge-run', containing: run, ...window },
    { group: 'dms-tasks-lakeferry-dev', stream: 'dms-task-ABC', ...window },
  ]);
});

test('one source alone is read alone, from then on', async () => {
  const environment = await environmentWithRun();
  const since = new Date('2026-03-01T10:00:02Z');
  const ports = scripted(byGroup, execution);
  const task = await readLogs(environment, run, { source: 'task', since }, now, ports);
  expect(task.lines.map(({ source }) => source)).toEqual(['task']);
  expect(ports.queries).toEqual([expect.objectContaining({ stream: 'dms-task-ABC', from: since, to: now })]);
  const states = await readLogs(environment, run, { source: 'state-machine', since }, now, ports);
  expect(states.lines.map(({ from }) => from)).toEqual(['JudgeRun']);
});

test('logs that cannot be read are gaps, and the others are shown', async () => {
  const environment = await environmentWithRun();
  const forbidden = scripted(() => ({ kind: 'forbidden' }), { kind: 'forbidden' }, 'forbidden');
  expect((await readLogs(environment, run, {}, now, forbidden)).gaps).toEqual([
    {
      ...{ source: 'state-machine', name: 'arn:aws:states:x', reason: 'forbidden' },
      permission: 'states:GetExecutionHistory',
    },
    {
      ...{ source: 'functions', name: '/lakeferry/dev/*', reason: 'forbidden' },
      permission: 'logs:DescribeLogGroups',
    },
    {
      ...{ source: 'task', name: 'dms-tasks-lakeferry-dev', reason: 'forbidden' },
      permission: 'logs:FilterLogEvents',
    },
  ]);
  const absent = scripted(({ stream }) => ({
    kind: 'absent',
    what: stream === undefined ? 'group' : 'stream',
  }));
  const shown = await readLogs(environment, run, {}, now, absent);
  expect(shown.gaps.map(({ name, reason }) => `${name} ${reason}`)).toEqual([
    'arn:aws:states:x absent',
    '/lakeferry/dev/judge-run absent',
    'dms-tasks-lakeferry-dev/dms-task-ABC absent',
  ]);
  const one = events([1, 'x']);
  const cut = scripted(() => (one.kind === 'events' ? { ...one, isComplete: false } : one), execution);
  const half = await readLogs(environment, run, { source: 'task' }, now, cut);
  expect([half.lines.length, half.gaps.map(({ reason }) => reason)]).toEqual([1, ['incomplete']]);
});

test('a run without a task, and the run of a file, have no further sources and no gaps', async () => {
  const environment = memoryEnvironment([], ['sales/prices']);
  await environment.history.openRun({ ...record, execution: 'sqs:1', endpoints: undefined });
  const ports = scripted(() => nothing);
  expect(await readLogs(environment, run, {}, now, ports)).toMatchObject({ lines: [], gaps: [] });
  expect(ports.queries.map(({ group }) => group)).toEqual(['/lakeferry/dev/judge-run']);
});

test('following an open run shows each line once, and ends when the run is closed', async () => {
  const environment = await environmentWithRun();
  const clock = { at: opened.getTime() + 4000 };
  const late: (readonly [number, string])[] = [[1, 'first']];
  const ports = scripted(({ stream }) => (stream === undefined ? nothing : events(...late)));
  const waiting = {
    now: () => new Date(clock.at),
    pause: async (milliseconds: number) => {
      clock.at += milliseconds;
      late.push([clock.at, `at ${clock.at}`]);
      if (late.length === 3) await close(environment, 1);
    },
  };
  const shown: string[][] = [];
  for await (const { lines } of followLogs(environment, run, { source: 'task' }, waiting, ports))
    shown.push(lines.map(({ text }) => text));
  expect(shown.map((texts) => texts.length)).toEqual([1, 1, 1]);
  expect(shown[0]).toEqual(['first']);
  expect(ports.queries[1]?.from).toEqual(new Date(opened.getTime() + 4000 - 60_000));
});

test('following names each log that cannot be read once', async () => {
  const environment = await environmentWithRun();
  const ports = scripted(() => nothing, { kind: 'forbidden' });
  let pauses = 0;
  const waiting = {
    now: () => new Date(opened.getTime() + 4000),
    pause: async () => {
      pauses += 1;
      if (pauses === 2) await close(environment, 1);
    },
  };
  const named: string[][] = [];
  for await (const { gaps } of followLogs(environment, run, {}, waiting, ports))
    named.push(gaps.map(({ name, reason }) => `${name} ${reason}`));
  expect(named).toEqual([['arn:aws:states:x forbidden'], [], []]);
});

test('names a run that does not exist', async () => {
  const ports = scripted(() => nothing);
  await expect(readLogs(memoryEnvironment([]), 'nope', {}, now, ports)).rejects.toMatchObject({
    reason: { kind: 'unknown-run', run: 'nope' },
  });
});
