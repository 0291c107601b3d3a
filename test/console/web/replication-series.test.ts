import { pointsOf, secondsStep, summaryOf } from '../../../console/web/pages/replications/series';

const at = (minute: number): string => new Date(minute * 60_000).toISOString();

test('a line has a gap where two periods are without a value, and not where one is late', () => {
  const measured = [
    { at: at(0), value: 1 },
    { at: at(2), value: 2 },
    { at: at(3), value: undefined },
    { at: at(9), value: 3 },
  ];
  expect(pointsOf(measured, 60, ({ value }) => value)).toEqual([
    [0, 1],
    [120_000, 2],
    [180_000, null],
    [540_000, 3],
  ]);
});

test('the summary has the highest lag, the first of equal ones, and the time above the limit', () => {
  const values = [3, 900, 901, 901, 5].map((seconds, minute) => ({ at: at(minute), seconds }));
  expect(summaryOf(values, 300, 900)).toEqual({
    highest: { at: at(2), seconds: 901 },
    lateSeconds: 600,
  });
  expect(summaryOf([], 300, 900)).toBeUndefined();
});

test.each([
  [345, 60],
  [1, 1],
  [60, 10],
  [4_000, 1_800],
  [200_000, 12 * 3_600],
  [5_000_000, 10 * 86_400],
])('an axis up to %d seconds names each %d seconds', (highest, step) => {
  expect(secondsStep(highest)).toBe(step);
  expect(highest / step).toBeLessThanOrEqual(6);
});
