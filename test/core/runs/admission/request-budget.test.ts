import fc from 'fast-check';
import { defaultRequestsPerSecond } from '../../../../core/model/dms-requests';
import { type Payment, pay, requestBudgetOf, settle } from '../../../../core/runs/admission/request-budget';

const budget = { perSecond: 4, burst: 20 };
const now = 1_000_000;
/** Time until which a budget without any request left is paid, when it may be used again at `now`. */
const usedUp = now + 5000;

test.each<[string, number, number, number, Payment]>([
  ['a rested budget pays at once', 0, 8, 0, { paid: true, paidUntil: now + 2000, at: now }],
  ['a rested budget has its burst', 0, 20, 0, { paid: true, paidUntil: usedUp, at: now }],
  ['a budget that is used up pays nothing now', usedUp, 1, 0, { paid: false, possibleAt: now + 250 }],
  [
    'it pays ahead, for a later time',
    usedUp,
    8,
    60_000,
    { paid: true, paidUntil: usedUp + 2000, at: now + 2000 },
  ],
  [
    'it pays for a time within the horizon only',
    usedUp + 59_000,
    8,
    60_000,
    { paid: false, possibleAt: now + 1000 },
  ],
  [
    'more than the burst waits for a rested budget',
    now + 1000,
    30,
    60_000,
    { paid: true, paidUntil: now + 8500, at: now + 1000 },
  ],
  ['nothing costs nothing', usedUp, 0, 0, { paid: true, paidUntil: usedUp, at: now }],
  [
    'a time that no debt explains stops nobody',
    now * 10,
    8,
    0,
    { paid: true, paidUntil: now + 2000, at: now },
  ],
])('%s', (_, paidUntil, requests, horizon, expected) => {
  expect(pay(budget, paidUntil, requests, now, horizon)).toEqual(expected);
});

test('a debt delays what comes next, by at most five minutes', () => {
  const owing = settle(budget, usedUp, 4, now);
  expect(owing).toBe(usedUp + 1000);
  expect(pay(budget, owing, 1, now, 0)).toEqual({ paid: false, possibleAt: now + 1250 });
  expect(settle(budget, 0, 4, now)).toBe(now + 1000);
  expect(settle(budget, owing, 1_000_000, now)).toBe(usedUp + 300_000);
});

test('the default uses 6.4 requests per second and 120 at once, and a low rate has room for a function', () => {
  expect(requestBudgetOf(defaultRequestsPerSecond)).toEqual({ perSecond: 6.4, burst: 120 });
  expect(requestBudgetOf(0.1)).toEqual({ perSecond: 0.1, burst: 10 });
});

const steps = fc.array(
  fc.record({
    waits: fc.nat(20_000),
    requests: fc.integer({ min: 1, max: 20 }),
    horizon: fc.constantFrom(0, 5000, 60_000),
    late: fc.nat(30_000),
  }),
  { minLength: 1, maxLength: 60 },
);

/** Payments one after the other, as the condition on the stored number orders them. */
function paidBy(given: typeof steps extends fc.Arbitrary<infer Steps> ? Steps : never) {
  let [time, paidUntil] = [now, 0];
  return given.flatMap(({ waits, requests, horizon, late }) => {
    time += waits;
    const payment = pay(budget, paidUntil, requests, time, horizon);
    if (!payment.paid) return [];
    paidUntil = payment.paidUntil;
    return [{ requests, time, horizon, at: payment.at, late }];
  });
}

test('requests that are made when they may be never exceed the burst and the rate, in any span of time', () => {
  fc.assert(
    fc.property(steps, (given) => {
      const paid = paidBy(given);
      for (const from of paid)
        for (const to of paid.filter(({ at }) => at >= from.at)) {
          const made = paid.filter(({ at }) => at >= from.at && at <= to.at);
          const requests = made.reduce((sum, one) => sum + one.requests, 0);
          expect(requests).toBeLessThanOrEqual(
            budget.burst + (budget.perSecond * (to.at - from.at)) / 1000 + 1e-6,
          );
        }
      expect(paid.every(({ at, time, horizon }) => at >= time && at <= time + horizon)).toBe(true);
    }),
  );
});

test('requests that are made late never exceed what the time since the first payment allows', () => {
  fc.assert(
    fc.property(steps, (given) => {
      const paid = paidBy(given).map((one) => ({ ...one, made: one.at + one.late }));
      for (const { made: until } of paid) {
        const requests = paid.filter(({ made }) => made <= until).reduce((sum, one) => sum + one.requests, 0);
        expect(requests).toBeLessThanOrEqual(
          budget.burst + (budget.perSecond * (until - (paid[0]?.time ?? now))) / 1000 + 1e-6,
        );
      }
    }),
  );
});

test('a refused payment succeeds at the time that it was told', () => {
  fc.assert(
    fc.property(steps, (given) => {
      let [time, paidUntil] = [now, 0];
      for (const { waits, requests, horizon } of given) {
        time += waits;
        const payment = pay(budget, paidUntil, requests, time, horizon);
        if (payment.paid) paidUntil = payment.paidUntil;
        else {
          expect(payment.possibleAt).toBeGreaterThan(time);
          expect(pay(budget, paidUntil, requests, payment.possibleAt + 0.001, horizon).paid).toBe(true);
        }
      }
    }),
  );
});
