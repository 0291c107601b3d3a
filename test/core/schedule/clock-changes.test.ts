import { clockChanges, clockEffects } from '../../../core/schedule/clock-changes';

const spring = new Date('2026-03-20T00:00:00Z');
const autumn = new Date('2026-10-20T00:00:00Z');

test.each<[string, Date, object[]]>([
  ['Europe/Vienna', spring, [{ kind: 'skips', at: '2026-03-29T01:00:00Z', from: '02:00', to: '03:00' }]],
  ['Europe/Vienna', autumn, [{ kind: 'repeats', at: '2026-10-25T01:00:00Z', from: '02:00', to: '03:00' }]],
  [
    'Australia/Lord_Howe',
    spring,
    [{ kind: 'repeats', at: '2026-04-04T15:00:00Z', from: '01:30', to: '02:00' }],
  ],
  ['UTC', spring, []],
])('clocks in %s change after %s', (timeZone, after, expected) => {
  expect(clockChanges(timeZone, after, 30)).toEqual(expected.map((change) => ({ timeZone, ...change })));
});

const effect = (expression: string, after: Date) =>
  clockEffects({ expression, timeZone: 'Europe/Vienna' }, after, 30);

test.each<[string, object | undefined]>([
  ['cron(30 2 * * ? *)', { times: ['02:30'], count: 1 }],
  ['cron(0 2 * * ? *)', { times: ['02:00'], count: 1 }],
  ['cron(0/5 * * * ? *)', { times: ['02:00', '02:05', '02:10', '02:15'], count: 12 }],
  ['cron(59 1 * * ? *)', undefined],
  ['cron(0 3 * * ? *)', undefined],
  ['cron(30 2 ? * MON *)', undefined],
  ['rate(10 minutes)', undefined],
])('%s has these times in the hour that is skipped or repeated', (expression, expected) => {
  expect(effect(expression, spring)).toEqual([expected]);
  expect(effect(expression, autumn)).toEqual([expected]);
});

test('a single time may be in the hour', () => {
  expect(effect('at(2026-10-25T02:30:00)', autumn)).toEqual([{ times: ['02:30'], count: 1 }]);
  expect(effect('at(2026-10-24T02:30:00)', autumn)).toEqual([undefined]);
});
