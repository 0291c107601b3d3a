import { atTime, type Invariant } from './invariant';
import type { DmsRequest } from './observation';

/** Budget of the product: docs/adr/0031-admission-and-request-budget.md. People at the console have a share of their own. */
const budget = { perSecond: 6.4, burst: 120 };
/** Requests that were not paid before, and put the budget into debt: of a minute's polls and functions. */
const debt = 40;

export const dmsBudget: Invariant = {
  name: 'dms-budget',
  sentence:
    'Lakeferry never makes more requests to DMS than its budget, and is never throttled by its own requests.',
  violations: ({ requests }) => {
    const own = requests.filter(({ caller }) => !caller.startsWith('actor'));
    return [
      ...own
        .filter(({ isThrottled }) => isThrottled)
        .map(({ at, caller, operation }) => `${atTime(at)}: ${caller} was throttled at ${operation}`),
      ...aboveBudget(own),
    ];
  },
};

/** Leaky bucket: one violation per time that it overflows. */
function aboveBudget(requests: readonly DmsRequest[]): readonly string[] {
  const found: string[] = [];
  let level = 0;
  let before = 0;
  let isAbove = false;
  for (const { at, caller, operation } of requests) {
    level = Math.max(0, level - ((at - before) / 1000) * budget.perSecond) + 1;
    before = at;
    const isOver = level > budget.burst + debt;
    if (isOver && !isAbove)
      found.push(
        `${atTime(at)}: ${operation} of ${caller} was request ${Math.round(level)} of a burst of ${budget.burst}`,
      );
    isAbove = isOver;
  }
  return found;
}
