import {
  dayAfter,
  dayOf,
  daysOfRuns,
  daysToRead,
  firstDay,
  groupOf,
  isNotable,
} from '../../../console/web/pages/calendar/calendar-days';

test('the calendar begins on the Monday five weeks before the week of a day', () => {
  expect(firstDay('2026-03-10')).toBe('2026-02-02');
  expect(firstDay('2026-03-09')).toBe('2026-02-02');
  expect(firstDay('2026-03-15')).toBe('2026-02-02');
  expect(firstDay('2026-03-16')).toBe('2026-02-09');
});

test('days are read in UTC, one more at each end', () => {
  const days = daysToRead('2026-02-02');
  expect([days[0], days.at(-1), days.length]).toEqual(['2026-02-01', '2026-04-13', 72]);
  expect(dayAfter('2026-02-28', 1)).toBe('2026-03-01');
});

test('times are counted on the day of the viewer', () => {
  const at = new Date(2026, 2, 10, 23, 30).toISOString();
  const [day, next] = daysOfRuns(
    '2026-03-10',
    [
      { job: 'a/a', at, state: 'failed' },
      { job: 'a/a', at, state: 'succeeded-with-table-errors' },
      { job: 'a/b', at, state: 'planned' },
    ],
    [{ at }, { at }],
  );
  expect(day).toMatchObject({ day: dayOf(at), counts: { failed: 2, coming: 1, missed: 0 }, clockChanges: 2 });
  expect(next).toMatchObject({ day: '2026-03-11', counts: { failed: 0 }, clockChanges: 0 });
});

test.each([
  ['open', 'running'],
  ['resource', 'failed'],
  ['stopped', 'failed'],
  ['cancelled', 'skipped'],
  ['overlapping', 'coming'],
  ['disabled', 'off'],
])('%s is counted as %s', (state, group) => {
  expect(groupOf({ state })).toBe(group);
});

test('a day is notable for failed, missed and skipped runs and for clock changes', () => {
  const at = new Date(2026, 2, 10, 3).toISOString();
  const first = (state: string, changes: { at: string }[] = []) => {
    const [day] = daysOfRuns('2026-03-10', [{ job: 'a/a', at, state }], changes);
    return day !== undefined && isNotable(day);
  };
  expect(['failed', 'missed', 'skipped'].map((state) => first(state))).toEqual([true, true, true]);
  expect(['succeeded', 'planned', 'paused'].map((state) => first(state))).toEqual([false, false, false]);
  expect(first('succeeded', [{ at }])).toBe(true);
});
