import { showRun } from '../../../cli/output/run-view';
import { newRun } from '../../../core/runs/record/new-run';
import { scheduledInput } from '../../helpers/runs/run-input';
import { scriptedShell } from '../../helpers/scripted-shell';

const opened = newRun(
  scheduledInput({}, '2026-03-01T10:00:00Z'),
  'arn:e',
  30,
  new Date('2026-03-01T10:00:00Z'),
);
const show = (phases: Partial<typeof opened.phases>): string =>
  showRun(scriptedShell({ now: new Date('2026-03-01T11:00:00Z') }), {
    run: { ...opened, phases: { ...opened.phases, ...phases } },
    tables: [],
  });

test('phases are in the order of their times, each with the time since the one before', () => {
  const text = show({
    taskDeleted: '2026-03-01T10:03:00Z',
    taskCreated: '2026-03-01T10:00:30Z',
    closed: '2026-03-01T10:03:01Z',
  });
  expect(text.slice(text.indexOf('phases'))).toMatch(
    /^phases\n {2}opened .*\n {2}task created .*\+30 s\n {2}task deleted .*\+2 min 30 s\n {2}closed .*\+1\.0 s$/,
  );
});

test('a run that ended before it had a task shows no deletion', () => {
  const text = show({ taskDeleted: '2026-03-01T10:00:03Z' });
  expect(text).toContain('no task left');
  expect(text).not.toContain('task deleted');
});

test('a run that waits for admission says for what', () => {
  const shell = scriptedShell({ now: new Date('2026-03-01T11:00:00Z') });
  const waits = { ...opened, waitsFor: 'waiting for sales.orders-daily.20260301T090000Z' };
  const text = (phases: Partial<typeof opened.phases>) =>
    showRun(shell, { run: { ...waits, phases: { ...opened.phases, ...phases } }, tables: [] });
  expect(text({ waited: '2026-03-01T10:00:00Z' })).toMatch(
    /^\S+ {2}waiting\n[\s\S]* waits +waiting for sales\.orders-daily\.20260301T090000Z\n/,
  );
  const begun = text({ waited: '2026-03-01T10:00:00Z', admitted: '2026-03-01T10:30:00Z' });
  expect(begun).toMatch(/^\S+ {2}running\n/);
  expect(begun).not.toContain('waiting for');
});

test('a run that waits for DMS says why in lines of the terminal', () => {
  const arn = 'arn:aws:dms:eu-west-1:123456789012:endpoint:AAAA';
  const run = { ...opened, waitsForDms: `DMS tests the connections of ${arn} with ${arn} and ${arn}` };
  const shell = scriptedShell({ now: new Date('2026-03-01T11:00:00Z'), interactive: true, width: 80 });
  const lines = showRun(shell, { run, tables: [] }).split('\n');
  const first = lines.findIndex((line) => line.startsWith('  waits'));
  expect(lines.slice(first, first + 4)).toEqual([
    '  waits      waiting: DMS tests the connections of',
    `             ${arn} with`,
    `             ${arn} and`,
    `             ${arn}`,
  ]);
});
