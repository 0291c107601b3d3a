import { runSeed } from '../../../simulation/chaos/run-seed';

/** Hours instead of days, so that fifty seeds take seconds. */
const days = 0.05;

test('two logs of one seed are equal, those of two seeds are not', async () => {
  const [first, second, other] = [await runSeed(12, days), await runSeed(12, days), await runSeed(13, days)];
  expect(second.log).toEqual(first.log);
  expect(other.log).not.toEqual(first.log);
});

test.each(Array.from({ length: 50 }, (_, index) => index + 1))(
  'seed %i violates no invariant',
  async (seed) => {
    const { violations, log } = await runSeed(seed, days);
    expect(violations).toEqual([]);
    expect(log.length).toBeGreaterThan(0);
  },
);
