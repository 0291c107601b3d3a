import { runSeed } from '../../../simulation/chaos/run-seed';

test('two logs of one seed are equal, those of two seeds are not', async () => {
  const [first, second, other] = [await runSeed(12, 1), await runSeed(12, 1), await runSeed(13, 1)];
  expect(second.log).toEqual(first.log);
  expect(other.log).not.toEqual(first.log);
});
