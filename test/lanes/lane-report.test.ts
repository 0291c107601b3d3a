import { type FileResult, laneReport } from './lane-report';

function file(name: string, lane: string, start: number, end: number): FileResult {
  return {
    testFilePath: `/repo/test/${name}.test.ts`,
    displayName: { name: lane },
    numPassingTests: 2,
    numFailingTests: 1,
    numPendingTests: 1,
    perfStats: { start: start * 1000, end: end * 1000 },
  };
}

test('a lane takes from its first file to its last; the slowest files come first', () => {
  const results = [
    file('whole/a', 'whole', 100, 130),
    file('whole/b', 'whole', 100, 112.34),
    file('core/c', 'unit', 112.5, 113),
    file('whole/skipped', 'whole', 0, 0),
  ];
  expect(laneReport(results, '/repo')).toEqual([
    'lane   files  tests  seconds',
    'whole      3     12     30.0',
    'unit       1      4      0.5',
    '',
    'slowest files, in seconds',
    'test/whole/a.test.ts        30.0',
    'test/whole/b.test.ts        12.3',
    'test/core/c.test.ts          0.5',
    'test/whole/skipped.test.ts   0.0',
  ]);
});

test('no more than ten files are listed', () => {
  const results = Array.from({ length: 30 }, (_, index) => file(`core/${index}`, 'unit', 1, 2 + index));
  expect(laneReport(results, '/repo').filter((line) => line.startsWith('test/'))).toHaveLength(10);
});
