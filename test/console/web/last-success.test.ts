import { lastSuccess } from '../../../console/web/pages/today/last-success';

const failed = { state: 'failed', closedAt: '2026-03-10T03:00:00.000Z' } as const;
const succeeded = { state: 'succeeded', closedAt: '2026-03-10T02:00:00.000Z' } as const;
const older = '2026-03-09T02:00:00.000Z';
const newer = '2026-03-10T02:30:00.000Z';

test('the last success is the newest of that in the state of the job and those listed', () => {
  expect(lastSuccess(older, [failed, succeeded])).toBe(succeeded.closedAt);
  expect(lastSuccess(newer, [failed, succeeded])).toBe(newer);
  expect(lastSuccess(older, [failed])).toBe(older);
  expect(lastSuccess(undefined, [failed, succeeded])).toBe(succeeded.closedAt);
  expect(lastSuccess(undefined, [failed])).toBeUndefined();
});
