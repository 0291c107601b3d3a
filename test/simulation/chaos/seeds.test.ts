import { bundleWorker } from '../../../simulation/chaos/bundle-worker';
import { playSeeds } from '../../../simulation/chaos/pool';
import { runSeed } from '../../../simulation/chaos/run-seed';
import type { SeedSummary } from '../../../simulation/chaos/summary';

/** Hours instead of days, so that fifty seeds take seconds. */
const days = 0.05;

test('two logs of one seed are equal, those of two seeds are not', async () => {
  const [first, second, other] = [await runSeed(12, days), await runSeed(12, days), await runSeed(13, days)];
  expect(second.log).toEqual(first.log);
  expect(other.log).not.toEqual(first.log);
});

test('fifty seeds violate no invariant', async () => {
  const results: SeedSummary[] = [];
  const seeds = Array.from({ length: 50 }, (_, index) => index + 1);
  await playSeeds(seeds, {
    workers: 2,
    days,
    bundle: await bundleWorker(),
    onResult: (result) => {
      results.push(result);
      return true;
    },
  });
  expect(results.filter(({ violations }) => violations.length > 0)).toEqual([]);
  expect(results.map(({ seed }) => seed).sort((a, b) => a - b)).toEqual(seeds);
  expect(results.reduce((sum, { runs }) => sum + runs, 0)).toBeGreaterThan(200);
});
