import { patience, slowness } from './machine-speed';

test('a machine is never faster than the reference machine, and is measured once', () => {
  const environment: NodeJS.ProcessEnv = {};
  const first = slowness(environment);
  expect(first).toBeGreaterThanOrEqual(1);
  expect(environment['LAKEFERRY_TEST_SLOWNESS']).toBe(first.toFixed(2));
  expect(slowness({ LAKEFERRY_TEST_SLOWNESS: '3' })).toBe(3);
});

test('a limit grows as the machine is slower', () => {
  expect(patience(1000, { LAKEFERRY_TEST_SLOWNESS: '2.5' })).toBe(2500);
  expect(patience(1000, { LAKEFERRY_TEST_SLOWNESS: '1' })).toBe(1000);
});
