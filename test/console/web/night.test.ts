import { nightOf } from '../../../console/web/pages/night/night';

const now = Date.parse('2026-03-10T08:30:00Z');
const entry = (job: string, at: string, state: string, seconds?: number) => ({
  job,
  at: `2026-03-${at}:00Z`,
  state,
  ...(seconds === undefined ? {} : { seconds }),
});

test('a night has the runs of 24 hours back and ahead, by job', () => {
  const { jobs, bars, from, until } = nightOf(
    [
      entry('b/late', '10T03:00', 'succeeded', 600),
      entry('a/early', '10T01:00', 'failed', 60),
      entry('a/early', '11T01:00', 'planned', 60),
      entry('c/old', '08T01:00', 'succeeded', 60),
      entry('c/old', '13T01:00', 'planned', 60),
    ],
    now,
  );
  expect(jobs).toEqual(['a/early', 'b/late']);
  expect(bars.map(({ state }) => state)).toEqual(['failed', 'succeeded', 'planned']);
  expect([new Date(from).toISOString(), new Date(until).toISOString()]).toEqual([
    '2026-03-09T08:00:00.000Z',
    '2026-03-11T08:00:00.000Z',
  ]);
});

test('an open run lasts until now, and a time without a known duration is a guess', () => {
  const { bars } = nightOf([entry('a/a', '10T08:00', 'open'), entry('b/b', '10T22:00', 'planned')], now);
  expect(bars).toEqual([
    expect.objectContaining({ until: now, isGuess: false }),
    expect.objectContaining({ until: Date.parse('2026-03-10T22:05:00Z'), isGuess: true }),
  ]);
});

test('the peak is the first moment with the most runs; a skipped run is none', () => {
  const { peak } = nightOf(
    [
      entry('a/a', '10T01:00', 'succeeded', 3600),
      entry('b/b', '10T01:30', 'succeeded', 3600),
      entry('c/c', '10T01:45', 'skipped', 3600),
      entry('d/d', '10T02:00', 'succeeded', 3600),
    ],
    now,
  );
  expect(peak).toEqual({ runs: 2, at: Date.parse('2026-03-10T01:30:00Z') });
});

test('an hour in which a run only touches its edges is idle', () => {
  const { idle } = nightOf([entry('a/a', '10T01:00', 'succeeded', 3600)], now);
  expect(idle.map(({ from, until }) => [from, until].map((at) => new Date(at).toISOString()))).toEqual([
    ['2026-03-09T08:00:00.000Z', '2026-03-10T01:00:00.000Z'],
    ['2026-03-10T02:00:00.000Z', '2026-03-11T08:00:00.000Z'],
  ]);
  expect(nightOf([], now)).toMatchObject({ peak: undefined, jobs: [], idle: [{}], overlaps: [] });
});

test('a run that began before the span makes its first hours busy', () => {
  const { idle } = nightOf([entry('a/a', '09T07:00', 'succeeded', 3 * 3600)], now);
  expect(idle[0]?.from).toBe(Date.parse('2026-03-09T10:00:00Z'));
});

test('the load rises and falls with each run, and a run that follows at once does not add to it', () => {
  const { loads } = nightOf(
    [entry('a/a', '10T01:00', 'succeeded', 3600), entry('a/b', '10T02:00', 'succeeded', 60)],
    now,
  );
  expect(loads.map(({ runs }) => runs)).toEqual([1, 1, 0]);
});

test('a time at which the run before of the job has not ended overlaps', () => {
  const { overlaps } = nightOf(
    [
      entry('a/a', '10T01:00', 'succeeded', 7200),
      entry('a/a', '10T02:00', 'skipped', 1),
      entry('a/a', '10T02:30', 'missed'),
      entry('b/b', '10T02:00', 'succeeded', 60),
      entry('a/a', '10T03:00', 'succeeded', 60),
      entry('a/a', '10T20:00', 'planned', 7200),
      entry('a/a', '10T21:00', 'overlapping', 7200),
    ],
    now,
  );
  expect(overlaps.map(({ bar, before }) => [bar.state, before.state])).toEqual([
    ['skipped', 'succeeded'],
    ['overlapping', 'planned'],
  ]);
});

test('a night of 20,000 runs of 1,000 jobs is summed up in one pass', () => {
  const many = Array.from({ length: 20_000 }, (_, nth) =>
    entry(`a/${nth % 1000}`, `10T0${nth % 8}:${String(nth % 60).padStart(2, '0')}`, 'succeeded', 600),
  );
  const { peak, jobs } = nightOf(many, now);
  expect(jobs).toHaveLength(1000);
  expect(peak?.runs).toBeGreaterThan(100);
});
