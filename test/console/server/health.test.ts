import type { NewestOfJob } from '../../../application/environments/read-status';
import type { RunSummary } from '../../../application/runs/run-summary';
import { healthOf } from '../../../console/server/today/health';
import { problemsOf } from '../../../console/server/today/problems';
import type { JobState } from '../../../core/runs/job/job-state';

const run = (state: RunSummary['state']): RunSummary => ({
  run: 'r',
  job: 'd/j',
  state,
  openedAt: '2026-03-10T01:00:00Z',
  took: 1,
  tables: 1,
  rows: 1,
  requestedBy: 'schedule',
});
const at = '2026-03-10T01:00:00Z';
const trouble = { since: at, run: 'r', attempts: 1, failures: 1 };

const status = (
  newest?: RunSummary['state'],
  state: Partial<JobState> = {},
  done?: RunSummary['state'],
): NewestOfJob => ({
  job: 'd/j',
  kind: 'job',
  state: { forJob: 'd/j', ...state },
  ...(newest === undefined ? {} : { newest: run(newest) }),
  ...(done === undefined ? {} : { newestDone: run(done) }),
});

test.each<[string, NewestOfJob]>([
  ['never ran', status()],
  ['fresh', status('succeeded')],
  ['fresh', status('cancelled')],
  ['fresh', status('skipped', {}, 'succeeded')],
  ['failing', status('failed')],
  ['failing', status('resource')],
  ['failing', status('succeeded-with-table-errors')],
  ['failing', status('skipped', {}, 'failed')],
  ['failing', status('open', { trouble })],
  ['failing', status('succeeded', { trouble })],
  // The newest run loaded all tables, and no poll has ended the trouble yet.
  ['fresh', { ...status('succeeded', { trouble }), hasRecovered: true }],
  ['running', status('open')],
  ['late', status('open', { stale: { since: at } })],
  ['late', status('succeeded', { stale: { since: at } })],
  ['late', status('open', { held: { run: 'r', since: at } })],
  ['late', status('missed')],
  ['late', status('missed', { trouble: { ...trouble, failures: 0 } })],
  ['paused', status('failed', { trouble, paused: { at, by: 'ada', reason: 'r' } })],
])('a job is %s', (word, job) => {
  expect(healthOf(job)).toBe(word);
});

test('of many problems the worst are listed, and the others counted', async () => {
  const paused = { at, by: 'ada', reason: 'r' };
  const jobs = Array.from({ length: 150 }, (_, place) =>
    place < 120 ? status('succeeded', { paused }) : status('failed', { trouble }),
  ).map((one, place) => ({ ...one, job: `d/j${place}` }));
  const { shown, more } = await problemsOf({ run: async () => undefined }, jobs, []);
  expect(shown.filter(({ health }) => health === 'failing')).toHaveLength(30);
  expect([shown.length, more]).toEqual([100, 50]);
});
