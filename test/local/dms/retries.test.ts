import { retryWait } from '../../../local/dms/control/running/retries';

const usual = { count: -1, intervalSeconds: 5, mostSeconds: 1800, endsAtMost: true };
const waits = (settings: typeof usual): (number | undefined)[] => {
  const all = Array.from({ length: 20 }, (_, index) => retryWait(settings, index + 1));
  const end = all.indexOf(undefined);
  return end < 0 ? all : all.slice(0, end + 1);
};

test('DMS’s defaults try nine times, each time twice as late', () => {
  expect(waits(usual)).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 1280, undefined]);
});

test('-1 is nine retries, whatever the other settings are', () => {
  expect(waits({ ...usual, endsAtMost: false })).toHaveLength(10);
  expect(waits({ ...usual, mostSeconds: 60, endsAtMost: false })).toHaveLength(10);
});

test('without the end after the longest wait, a count decides', () => {
  expect(waits({ ...usual, count: 1000 })).toHaveLength(11);
  expect(waits({ ...usual, count: 1000, endsAtMost: false }).slice(-3)).toEqual([1800, 1800, 1800]);
});

test('a count ends them, none at all makes the first loss fatal', () => {
  expect(waits({ ...usual, count: 2 })).toEqual([5, 10, undefined]);
  expect(waits({ ...usual, count: 0 })).toEqual([undefined]);
});
