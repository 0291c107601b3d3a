import { requestBudgetOf } from '../../../../core/runs/admission/request-budget';
import { estimateRequests } from '../../../../core/runs/admission/request-estimate';

const budget = requestBudgetOf(6.4);
const start = Date.parse('2026-03-10T01:00:00Z');
const minute = 60_000;
const run = (minutes: number, tables = 1, from = start) => ({ from, until: from + minutes * minute, tables });

test('a run has requests of functions when it begins and ends, and of polls in between', () => {
  expect(estimateRequests(budget, [run(2)])).toEqual([
    { at: start, functions: 3, polls: 2, delay: 0 },
    { at: start + minute, functions: 0, polls: 2, delay: 0 },
    { at: start + 2 * minute, functions: 2, polls: 0, delay: 0 },
  ]);
});

test('a request reads the statistics of 500 tables', () => {
  expect(estimateRequests(budget, [run(1, 1200)])).toMatchObject([
    { functions: 3, polls: 4 },
    { functions: 4, polls: 0 },
  ]);
});

test('a poll reads the tables of 60 runs, and describes 100 tasks with one request', () => {
  const many = Array.from({ length: 150 }, () => run(2));
  expect(estimateRequests(budget, many)[1]).toMatchObject({ polls: 62 });
});

test('runs beyond the burst wait until the rate has paid for them, and the wait ends', () => {
  const many = Array.from({ length: 500 }, () => run(30));
  const [first, second, ...others] = estimateRequests(budget, many);
  // 1,500 requests less the burst of 120, at 6.4 per second.
  expect(first).toMatchObject({ functions: 1500, delay: 215_625 });
  expect(second?.delay).toBe(155_625);
  expect(others[5]?.delay).toBe(0);
});

test('no runs have no requests', () => {
  expect(estimateRequests(budget, [])).toEqual([]);
});
