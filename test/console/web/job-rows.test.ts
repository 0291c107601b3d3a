import fc from 'fast-check';
import type { Health } from '../../../console/server/today/health';
import { pagesOf } from '../../../console/web/pages/today/job-rows';

const job = (name: string, health: Health = 'fresh', state = 'succeeded') => ({
  job: name,
  health,
  newest: { state },
});
const none: ReadonlySet<string> = new Set();
const asText = (pages: ReturnType<typeof pagesOf>) =>
  pages.map((page) => page.map(({ id, jobs }) => [id, ...jobs.map((one) => one.id)].join(' ')));

test('departments are in the order of their first jobs, and continue on the next page', () => {
  const jobs = [job('b/1'), job('a/1'), job('b/2'), job('b/3')];
  expect(asText(pagesOf(jobs, none, 2))).toEqual([['b b/1 b/2'], ['b b/3', 'a a/1']]);
});

test('a collapsed department takes one place, and keeps its counts', () => {
  const jobs = [job('b/1', 'failing'), job('b/2', 'late', 'open'), job('a/1'), job('a/2')];
  const pages = pagesOf(jobs, new Set(['b']), 2);
  expect(asText(pages)).toEqual([['b', 'a a/1'], ['a a/2']]);
  expect(pages[0]?.[0]).toMatchObject({ found: 2, problems: 2, running: 1 });
});

test('no job has no page', () => {
  expect(pagesOf([], none, 25)).toEqual([]);
});

test('pages have every job once, in the order within its department, and never more than they hold', () => {
  const names = fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(40)), {
    selector: (parts) => parts.join('/'),
  });
  fc.assert(
    fc.property(
      names,
      fc.uniqueArray(fc.constantFrom('a', 'b', 'c')),
      fc.integer({ min: 1, max: 9 }),
      (all, closed, size) => {
        const jobs = all.map((parts) => job(parts.join('/')));
        const collapsed = new Set<string>(closed);
        const pages = pagesOf(jobs, collapsed, size);
        for (const page of pages) {
          const places = page.reduce((sum, row) => sum + Math.max(1, row.jobs.length), 0);
          expect(places).toBeLessThanOrEqual(size);
          expect(page.length).toBeGreaterThan(0);
        }
        for (const name of ['a', 'b', 'c']) {
          const shown = pages.flat().filter(({ id }) => id === name);
          const wanted = jobs.flatMap((one) => (one.job.startsWith(`${name}/`) ? one.job : []));
          expect(shown.flatMap((row) => row.jobs.map(({ id }) => id))).toEqual(
            collapsed.has(name) ? [] : wanted,
          );
          expect(shown.length > 0).toBe(wanted.length > 0);
        }
      },
    ),
  );
});
