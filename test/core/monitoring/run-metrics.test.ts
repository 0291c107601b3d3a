import * as fc from 'fast-check';
import { runMetrics } from '../../../core/monitoring/run-metrics';
import { newRun } from '../../../core/runs/record/new-run';
import type { RunRecord } from '../../../core/runs/record/run-record';
import { outcomes, type Verdict } from '../../../core/runs/record/verdict-shape';
import { scheduledInput } from '../../helpers/runs/run-input';

const opened = newRun(scheduledInput(), 'execution', 30, new Date('2026-03-01T10:00:00Z'));
const verdict = (over: Partial<Verdict> = {}): Verdict => ({
  outcome: 'succeeded',
  findings: [],
  findingCount: 0,
  evidence: { tables: 3, tablesCompleted: 3, rows: 500 },
  ...over,
});
const ended = (over: Partial<Verdict> = {}, more: Partial<RunRecord> = {}): RunRecord => ({
  ...opened,
  phases: { ...opened.phases, closed: '2026-03-01T10:02:30.000Z' },
  verdict: verdict(over),
  ...more,
});

test('a run that has ended has its outcome, duration, rows and tables in error', () => {
  expect(runMetrics(ended())).toEqual([
    { name: 'RunsEnded', value: 1, outcome: 'succeeded' },
    { name: 'RunDuration', value: 150, outcome: 'succeeded' },
    { name: 'RowsLoaded', value: 500 },
    { name: 'TablesInError', value: 0 },
  ]);
});

test('tables in error are those of the findings, or as many as DMS counts, if these are more', () => {
  const findings = ['s.a', 's.b', 's.b', undefined].map((table) => ({
    code: 'table-error' as const,
    table,
    detail: 'x',
  }));
  const count = (record: RunRecord) => runMetrics(record).find(({ name }) => name === 'TablesInError')?.value;
  expect(count(ended({ outcome: 'failed', findings }))).toBe(2);
  const progress = {
    status: 'stopped',
    percent: 100,
    tablesLoaded: 1,
    tablesLoading: 0,
    tablesQueued: 0,
    tablesErrored: 70,
    at: '2026-03-01T10:02:00.000Z',
  };
  expect(count(ended({ outcome: 'failed', findings }, { progress }))).toBe(70);
});

test('an open run has no metrics, and a skipped or missed run has only its outcome', () => {
  expect(runMetrics(opened)).toEqual([]);
  expect(runMetrics({ ...opened, verdict: verdict() })).toEqual([]);
  for (const outcome of ['skipped', 'missed'] as const)
    expect(runMetrics(ended({ outcome }))).toEqual([{ name: 'RunsEnded', value: 1, outcome }]);
});

test('every end counts once, and no value is negative or not a number', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...outcomes),
      fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') }),
      fc.nat(),
      (outcome, at, rows) => {
        const record = ended({ outcome, evidence: { tables: 1, tablesCompleted: 1, rows } });
        const values = runMetrics({ ...record, phases: { ...record.phases, closed: at.toISOString() } });
        expect(values.filter(({ name }) => name === 'RunsEnded')).toEqual([
          { name: 'RunsEnded', value: 1, outcome },
        ]);
        expect(values.every(({ value }) => value >= 0)).toBe(true);
      },
    ),
  );
});
