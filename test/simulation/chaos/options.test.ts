import { BadOption, readOptions } from '../../../simulation/chaos/options';

test('reads numbers, with a day and a hundred seeds as defaults', () => {
  expect(readOptions([])).toMatchObject({ start: 1, seeds: 100, days: 1, stop: false });
  expect(readOptions(['--seeds', '7', '--start', '3', '--days', '2', '--workers', '1', '--stop'])).toEqual({
    start: 3,
    seeds: 7,
    days: 2,
    workers: 1,
    stop: true,
  });
});

test('starts no more processes than seeds', () => {
  expect(readOptions(['--seeds', '2', '--workers', '9']).workers).toBe(2);
});

test.each([
  [['--seeds', '0'], '--seeds 0 is not a whole number from 1 on'],
  [['--start', 'x'], '--start x is not a whole number'],
  [['--nonsense'], '--nonsense'],
  [['--seeds', '2', '--log', 'x.log'], '--log is for one seed'],
])('rejects %j', (args, message) => {
  expect(() => readOptions(args)).toThrow(BadOption);
  expect(() => readOptions(args)).toThrow(message);
});

test('days may be a part of a day, but not too short for faults to end', () => {
  expect(readOptions(['--days', '0.25'])).toMatchObject({ days: 0.25 });
  for (const days of ['0.01', 'x', '0'])
    expect(() => readOptions(['--days', days])).toThrow(`--days ${days} is not a number from 0.04 on`);
});
