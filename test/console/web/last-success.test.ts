import { lastSuccess } from '../../../console/web/pages/today/last-success';

const failed = { run: 'c', state: 'failed', closedAt: '2026-03-10T03:00:00.000Z' };
const succeeded = { run: 'b', state: 'succeeded', closedAt: '2026-03-10T02:00:00.000Z' };
const listed = { run: 'b', at: succeeded.closedAt };
const older = { run: 'a', at: '2026-03-09T02:00:00.000Z' };
const newer = { run: 'd', at: '2026-03-10T02:30:00.000Z' };

test('the last success is the newest of that in the state of the job and those listed', () => {
  expect(lastSuccess(older, [failed, succeeded])).toEqual(listed);
  expect(lastSuccess(newer, [failed, succeeded])).toBe(newer);
  expect(lastSuccess(older, [failed])).toBe(older);
  expect(lastSuccess(undefined, [failed, succeeded])).toEqual(listed);
  expect(lastSuccess(undefined, [failed])).toBeUndefined();
});
