import { refusedRetry } from '../../../../core/runs/attempts/refused-retry';
import { newRun } from '../../../../core/runs/record/new-run';
import type { RunRecord } from '../../../../core/runs/record/run-record';
import type { Outcome } from '../../../../core/runs/record/verdict-shape';
import { verdictOf } from '../../../../core/runs/verdict/verdict';
import { scheduledInput } from '../../../helpers/runs/run-input';

function run(hour: number, outcome: Outcome | 'open', over: Partial<RunRecord> = {}): RunRecord {
  const at = `2026-03-01T${String(hour).padStart(2, '0')}:00:00Z`;
  const opened = newRun(scheduledInput({}, at), 'arn', 400, new Date(at));
  if (outcome === 'open') return { ...opened, ...over };
  const verdict = verdictOf(outcome, [], { tables: [] });
  return { ...opened, verdict, phases: { opened: at, closed: at }, ...over };
}
const published = { phases: { opened: '', closed: '', published: '' }, publishes: 'snapshot' } as const;

test.each<[string, RunRecord[], RunRecord[], string | undefined]>([
  ['a failed run', [run(1, 'failed')], [], undefined],
  ['a run with tables in error', [run(1, 'succeeded-with-table-errors', published)], [], undefined],
  ['a run that was cancelled', [run(1, 'cancelled')], [], undefined],
  ['a second attempt that was skipped', [run(1, 'failed'), run(2, 'skipped')], [], undefined],
  ['a later run that failed', [run(1, 'failed')], [run(2, 'failed')], undefined],
  ['a later run that is open', [run(1, 'failed')], [run(2, 'open')], undefined],
  [
    'a later run that an even later one superseded',
    [run(1, 'failed')],
    [run(2, 'succeeded', { ...published, publishing: { outcome: 'superseded' } as RunRecord['publishing'] })],
    undefined,
  ],
  ['a run that succeeded', [run(1, 'succeeded')], [], 'succeeded'],
  ['a second attempt that succeeded', [run(1, 'failed'), run(2, 'succeeded')], [], 'succeeded'],
  ['a skip after an attempt that succeeded', [run(1, 'succeeded'), run(2, 'skipped')], [], 'succeeded'],
  ['an open run', [run(1, 'open')], [], 'open'],
  ['a second attempt that is open', [run(1, 'failed'), run(2, 'open')], [], 'open'],
  ['a run that was skipped', [run(1, 'skipped')], [], 'nothing-loaded'],
  ['a missed run', [run(1, 'missed')], [], 'nothing-loaded'],
  ['a newer publish', [run(1, 'failed')], [run(3, 'succeeded', published)], 'newer-publish'],
  ['a newer load of a database', [run(1, 'failed')], [run(3, 'succeeded')], 'newer-publish'],
])('%s', (_, attempts, since, because) => {
  expect(refusedRetry(attempts, [...since, ...attempts])?.because).toBe(because);
});

test('a newer publish is named', () => {
  const newer = run(3, 'succeeded', published);
  expect(refusedRetry([run(1, 'failed')], [newer])?.run).toBe(newer.run);
});
