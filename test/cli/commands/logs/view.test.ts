import { Readable } from 'node:stream';
import type { RunLogs } from '../../../../application/runs/read-logs';
import { printEach } from '../../../../cli/commands/logs/logs';
import { gapText, showLines } from '../../../../cli/commands/logs/view';
import { peopleShell } from '../../../../cli/people-shell';
import { lakeferry, scriptedShell } from '../../../helpers/scripted-shell';

const at = '2026-11-21T04:00:05.250Z';
const logs: RunLogs = {
  run: 'sales.orders-daily.20261121T040000Z',
  job: 'sales/orders-daily',
  state: 'failed',
  gaps: [],
  lines: [
    { id: '1', at, source: 'state-machine', from: 'JudgeRun', level: 'info', text: 'entered' },
    { id: '2', at, source: 'functions', from: 'judge-run', level: 'error', text: 'RunError: lost\n  at x' },
    {
      ...{ id: '3', at, source: 'task', from: 'SOURCE_UNLOAD', level: 'warning' },
      text: 'value of a column was truncated, which is a long story of many words to tell',
    },
  ],
};

test('shows time, source, level and text of each line, in 80 columns', () => {
  expect(showLines(scriptedShell({ interactive: true }), logs).split('\n')).toEqual([
    '2026-11-21 04:00:05Z state JudgeRun: entered',
    '2026-11-21 04:00:05Z function judge-run: error RunError: lost',
    '      at x',
    '2026-11-21 04:00:05Z task SOURCE_UNLOAD: warning value of a column was',
    '  truncated, which is a long story of many words to tell',
  ]);
  expect(showLines(scriptedShell(), logs).split('\n')).toHaveLength(4);
  expect(showLines(scriptedShell(), { ...logs, lines: [] })).toBe('no lines');
});

test('a terminal executes nothing of what servers wrote', () => {
  const shell = scriptedShell({ interactive: true, colour: true });
  const people = peopleShell(shell);
  const [line] = logs.lines;
  if (line === undefined) throw new Error('no line');
  people.print(showLines(people, { ...logs, lines: [{ ...line, level: 'error', text: 'x\u001b[2Jy' }] }));
  expect(shell.stdout).toContain('\u001b[31merror');
  expect(shell.stdout).toContain('\\u001b[2Jy');
});

test.each([
  [
    {
      source: 'task',
      name: 'dms-tasks-lakeferry-dev',
      reason: 'forbidden',
      permission: 'logs:FilterLogEvents',
    },
    'you lack logs:FilterLogEvents',
  ],
  [
    { source: 'task', name: 'dms-tasks-lakeferry-dev/dms-task-A', reason: 'absent' },
    'dms-cloudwatch-logs-role',
  ],
  [{ source: 'task', name: 'dms-tasks-lakeferry-dev', reason: 'absent' }, 'deleted the log group'],
  [{ source: 'state-machine', name: 'arn', reason: 'absent' }, '90 days'],
  [{ source: 'functions', name: '/lakeferry/dev/x', reason: 'absent' }, 'deleted the log groups'],
  [{ source: 'functions', name: '/lakeferry/dev/x', reason: 'incomplete' }, '--since'],
] as const)('says what is missing and why: %j', (gap, words) => {
  expect(gapText(gap)).toContain(gap.name);
  expect(gapText(gap)).toContain(words);
});

test('--follow fails when no log could be read, and only then', async () => {
  const gap = { source: 'task', name: 'dms-tasks-lakeferry-dev', reason: 'absent' } as const;
  const follow = async (...read: readonly RunLogs[]) => {
    const shell = scriptedShell();
    const exitCode = await printEach(shell, Readable.from(read));
    return { exitCode, gaps: shell.stderr.split('\n').length - 1 };
  };
  const nothing = { ...logs, lines: [] };
  expect(await follow({ ...nothing, gaps: [gap] }, nothing)).toEqual({ exitCode: 3, gaps: 1 });
  expect(await follow({ ...nothing, gaps: [gap] }, logs)).toEqual({ exitCode: 0, gaps: 1 });
  expect(await follow(nothing)).toEqual({ exitCode: 0, gaps: 0 });
});

test('--follow prints no JSON', async () => {
  const { exitCode, stderr } = await lakeferry(['logs', 'a.b.c', '--follow', '--json']);
  expect(exitCode).toBe(1);
  expect(stderr).toContain('--follow prints lines for people');
});
