import type { RepairedRun } from '../../../../cli/commands/demo/break-and-repair';
import { isRepaired } from '../../../../cli/commands/demo/break-and-repair';
import { showRepair } from '../../../../cli/commands/demo/repair-view';
import type { RunRecord } from '../../../../core/runs/record/run-record';
import type { Outcome } from '../../../../core/runs/record/verdict-shape';
import { verdictWithout } from '../../../../core/runs/verdict/verdict';
import { newRun } from '../../../../core/runs/record/new-run';
import { scheduledInput } from '../../../helpers/runs/run-input';
import { scriptedShell } from '../../../helpers/scripted-shell';

function run(outcome: Outcome, more: Partial<RunRecord> = {}): RepairedRun['failed'] {
  const record = newRun(scheduledInput(), 'arn', 400, new Date('2026-03-01T10:00:00Z'));
  return { run: { ...record, verdict: verdictWithout(outcome, 'not-judged', ''), ...more }, tables: [] };
}

const repaired: RepairedRun = {
  job: 'sales/reviews-daily',
  table: 'sales.web_events',
  failed: run('failed'),
  retried: run('succeeded', { onlyTables: ['sales.web_events'] }),
  messages: [
    { subject: '[local] sales/reviews-daily failed', text: 'What happened\n  it failed' },
    { subject: '[local] sales/reviews-daily recovered', text: 'It is over' },
  ],
};

it('shows the message, the command that repaired the run, and the message that it is over', () => {
  const text = showRepair(scriptedShell(), repaired);
  expect(text).toContain('│ [local] sales/reviews-daily failed');
  expect(text).toContain('│   it failed');
  expect(text).toContain('lakeferry retry sales.orders-daily.20260301T100000Z');
  expect(text).toContain('loaded sales.web_events again');
  expect(text).toContain('and the topic got: [local] sales/reviews-daily recovered');
});

it('a repair without both messages is none', () => {
  expect(isRepaired(repaired)).toBe(true);
  expect(isRepaired({ ...repaired, messages: repaired.messages.slice(0, 1) })).toBe(false);
  expect(isRepaired({ ...repaired, retried: run('failed') })).toBe(false);
  expect(showRepair(scriptedShell(), { ...repaired, messages: [] })).toContain('no message arrived');
});
