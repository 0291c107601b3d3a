import { alarmState } from '../../../local/cloudwatch/alarm-state';
import { MetricStore } from '../../../local/cloudwatch/metrics';

const now = new Date('2026-03-01T12:03:30Z');
const metric = { namespace: 'N', name: 'M', dimensions: { a: 'b' }, unit: 'Count' };

/** Store with these values per minute, the present one last; undefined: no data. */
function storeOf(...values: readonly (number | undefined)[]): MetricStore {
  const store = new MetricStore([]);
  values.forEach((value, index) => {
    const at = new Date(now.getTime() - (values.length - 1 - index) * 60_000);
    if (value !== undefined) store.put(metric, { at, value }, now);
  });
  return store;
}

const alarm = (over: object = {}) => ({
  Namespace: 'N',
  MetricName: 'M',
  Dimensions: [{ Name: 'a', Value: 'b' }],
  Statistic: 'Sum',
  // Templates may have numbers as texts.
  Period: '60',
  EvaluationPeriods: 3,
  Threshold: 5,
  ComparisonOperator: 'GreaterThanThreshold',
  ...over,
});

test.each<[string, object, readonly (number | undefined)[], string]>([
  ['all periods breach', {}, [6, 6, 6], 'ALARM'],
  ['one period is good', {}, [6, 5, 6], 'OK'],
  ['an older breach', {}, [9, 9, 9, 1, 1, 1], 'OK'],
  ['two of three are enough', { DatapointsToAlarm: 2 }, [6, 0, 6], 'ALARM'],
  ['too low', { ComparisonOperator: 'LessThanThreshold', EvaluationPeriods: 1 }, [4], 'ALARM'],
  ['just enough', { ComparisonOperator: 'LessThanThreshold', EvaluationPeriods: 1 }, [5], 'OK'],
  ['no data', {}, [], 'INSUFFICIENT_DATA'],
  ['no data that is good', { TreatMissingData: 'notBreaching' }, [], 'OK'],
  ['no data that breaches', { TreatMissingData: 'breaching' }, [], 'ALARM'],
  ['some data that is good', { TreatMissingData: 'notBreaching' }, [6, undefined, 6], 'OK'],
  ['missing data that breaches', { TreatMissingData: 'breaching' }, [6, undefined, 6], 'ALARM'],
  ['what is there breaches', {}, [6, undefined, 6], 'ALARM'],
  ['another dimension', { Dimensions: [] }, [6, 6, 6], 'INSUFFICIENT_DATA'],
  ['a percentile', { Statistic: undefined, ExtendedStatistic: 'p99' }, [6, 6, 6], 'INSUFFICIENT_DATA'],
  ['an expression', { Statistic: undefined, Metrics: [] }, [6, 6, 6], 'INSUFFICIENT_DATA'],
])('%s', (_, over, values, state) => {
  expect(alarmState(alarm(over), storeOf(...values), now).StateValue).toBe(state);
});

test('the reason has the numbers, or what is not supported', () => {
  expect(alarmState(alarm(), storeOf(6, 5), now).StateReason).toBe(
    '1 of 3 datapoints breach the threshold 5, 1 are missing',
  );
  expect(alarmState(alarm({ Statistic: undefined }), storeOf(), now).StateReason).toContain('local cloud');
});
