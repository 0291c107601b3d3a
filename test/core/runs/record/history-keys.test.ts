import { daysBack, expiryOf, isExpired } from '../../../../core/runs/record/history-keys';
import { newRun, ownerOf, taskTags } from '../../../../core/runs/record/new-run';
import { stateOf } from '../../../../core/runs/record/run-record';
import { scheduledInput } from '../../../helpers/runs/run-input';

const run = newRun(scheduledInput(), 'execution', 400, new Date('2026-03-01T10:00:01.234Z'));

test('days are listed newest first, both ends included', () => {
  expect(daysBack(new Date('2026-02-27T23:59:59Z'), new Date('2026-03-01T00:00:00Z'))).toEqual([
    '2026-03-01',
    '2026-02-28',
    '2026-02-27',
  ]);
});

test('a run expires after its days, in epoch seconds', () => {
  expect(expiryOf(new Date(0), 2)).toBe(172_800);
  expect(isExpired({ expiresAt: 100 }, new Date(100_000))).toBe(true);
  expect(isExpired({ expiresAt: 101 }, new Date(100_000))).toBe(false);
});

test('a new run has its job, department and day, and is open', () => {
  expect(run).toMatchObject({ jobKey: 'sales/orders-daily', department: 'sales', day: '2026-03-01' });
  expect(stateOf(run)).toBe('open');
  expect(stateOf({ ...run, phases: { ...run.phases, closed: run.openedAt } })).toBe('failed');
});

test('the tags alone decide whether a task is ours', () => {
  const tags = taskTags('dev', run);
  expect(ownerOf(tags, 'dev', run)).toBe('this-run');
  expect(ownerOf({ ...tags, 'lakeferry:run': 'another' }, 'dev', run)).toBe('another-run');
  expect(ownerOf(tags, 'prod', run)).toBe('somebody-else');
  expect(ownerOf({}, 'dev', run)).toBe('somebody-else');
});
