import { randomOf } from '../../simulation/random';

const take = (seed: number, count: number): number[] => {
  const random = randomOf(seed);
  return Array.from({ length: count }, () => random.next());
};

test('one seed gives the same numbers, another seed others', () => {
  expect(take(7, 20)).toEqual(take(7, 20));
  expect(take(7, 20)).not.toEqual(take(8, 20));
});

test('a fork does not depend on what was taken before', () => {
  const random = randomOf(7);
  const before = random.fork('faults').next();
  for (let taken = 0; taken < 10; taken += 1) random.next();
  expect(random.fork('faults').next()).toBe(before);
  expect(random.fork('jobs').next()).not.toBe(before);
});

test('numbers and picks stay within their bounds and reach them', () => {
  const random = randomOf(1);
  const numbers = Array.from({ length: 500 }, () => random.between(2, 4));
  expect(new Set(numbers)).toEqual(new Set([2, 3, 4]));
  expect(new Set(Array.from({ length: 100 }, () => random.pick(['a', 'b'])))).toEqual(new Set(['a', 'b']));
  expect(() => random.pick([])).toThrow('nothing to pick from');
});
