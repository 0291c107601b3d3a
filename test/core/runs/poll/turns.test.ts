import { alternate, beginningAfter } from '../../../../core/runs/poll/turns';

const self = (item: string): string => item;

test.each([
  ['at the first', ['b', 'a', 'c'], undefined, ['a', 'b', 'c']],
  ['after the last one reached', ['b', 'a', 'c'], 'a', ['b', 'c', 'a']],
  ['after one that is gone', ['b', 'a', 'd'], 'c', ['d', 'a', 'b']],
  ['at the first again after the last', ['b', 'a'], 'b', ['a', 'b']],
  ['nowhere without items', [], 'a', []],
])('a poll begins %s', (_, items, after, expected) => {
  expect(beginningAfter(items, self, after)).toEqual(expected);
});

test.each([
  [
    [['r1', 'r2', 'r3'], ['j1']],
    ['r1', 'j1', 'r2', 'r3'],
  ],
  [
    [[], ['j1', 'j2']],
    ['j1', 'j2'],
  ],
  [[], []],
])('lists %j alternate', (lists, expected) => {
  expect(alternate(...lists)).toEqual(expected);
});

test.each([[1], [3], [7], [40]])(
  'with %s per poll, all are reached in turn while some come and go',
  (perPoll) => {
    let items = Array.from({ length: 40 }, (_, nth) => `run-${String(nth).padStart(3, '0')}`);
    const reached = new Set<string>();
    let after: string | undefined;
    for (let poll = 0; poll < Math.ceil(40 / perPoll) + 1; poll += 1) {
      const turn = beginningAfter(items, self, after).slice(0, perPoll);
      for (const item of turn) reached.add(item);
      after = turn.at(-1);
      // The one that was reached last has ended.
      items = items.filter((item) => item !== after);
    }
    expect(reached.size).toBe(40);
  },
);
