import { bundleWorker } from '../../../simulation/chaos/bundle-worker';
import { playSeeds } from '../../../simulation/chaos/pool';
import type { SeedSummary } from '../../../simulation/chaos/summary';

/** Hours instead of days, so that fifty seeds take seconds. */
const days = 0.05;
const seeds = Array.from({ length: 50 }, (_, index) => index + 1);
const again = 12;
const results: SeedSummary[] = [];

beforeAll(async () => {
  // Together: a process starts in seconds.
  await playSeeds([...seeds, again], {
    workers: 2,
    days,
    bundle: await bundleWorker(),
    onResult: (result) => {
      results.push(result);
      return true;
    },
  });
});

test('two logs of one seed are equal, those of two seeds are not', () => {
  const digests = results.map(({ logDigest }) => logDigest);
  expect(digests).toHaveLength(seeds.length + 1);
  expect(new Set(digests).size).toBe(seeds.length);
  const ofOne = results.filter(({ seed }) => seed === again);
  expect(ofOne.map(({ logDigest }) => logDigest)).toEqual([ofOne[0]?.logDigest, ofOne[0]?.logDigest]);
});

test('fifty seeds violate no invariant', () => {
  expect(results.filter(({ violations }) => violations.length > 0)).toEqual([]);
  expect(new Set(results.map(({ seed }) => seed))).toEqual(new Set(seeds));
  expect(results.reduce((sum, { runs }) => sum + runs, 0)).toBeGreaterThan(200);
});
