import { staleKeys } from '../../../console/web/data/stale-keys';

const now = new Date('2026-03-02T10:00:00Z');
const first = 'hr.people.20260302T100000Z';

const runsOf = (runs: readonly string[], cached: readonly string[]): readonly string[] =>
  staleKeys(
    { jobs: [], runs },
    cached.map((run) => ({ run, isRead: true })),
    now,
  ).flatMap(([kind, run = '']) => (kind === 'run' ? [run] : []));

test('a change of an attempt makes the pages of all attempts of that run old, and no other', () => {
  const cached = [first, `${first}.2`, 'hr.people.20260303T100000Z', 'hr.people.20260302T100000Z-12345678'];
  expect(runsOf([`${first}.3`], cached)).toEqual([first, `${first}.2`]);
  expect(runsOf([first], cached)).toEqual([first, `${first}.2`]);
  expect(runsOf([], cached)).toEqual([]);
});

test('a change makes the lists of its jobs, and of today and yesterday, old', () => {
  expect(staleKeys({ jobs: ['hr/people'], runs: [] }, [{ run: first, isRead: true }], now)).toEqual([
    ['today'],
    ['calendar'],
    ['day', '2026-03-02'],
    ['day', '2026-03-01'],
    ['loads'],
    ['replications'],
    ['runs', 'hr/people'],
    ['replication', 'hr/people'],
  ]);
});

test('the page of a run that has begun and ended between two messages is read again', () => {
  const cached = [{ run: first, isRead: false }];
  expect(staleKeys({ jobs: ['hr/people'], runs: [] }, cached, now)).toContainEqual(['run', first]);
  expect(staleKeys({ jobs: [], runs: [] }, cached, now)).not.toContainEqual(['run', first]);
});
