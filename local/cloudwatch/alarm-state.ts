import { inputs, optionalNumber, optionalText } from '../gateway/input';
import type { Input } from '../service';
import { type MetricStore, type Statistic, statistics } from './metrics';

export interface AlarmState {
  readonly StateValue: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  readonly StateReason: string;
}

type Compare = (value: number, threshold: number) => boolean;
const comparisons: Readonly<Record<string, Compare>> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/**
 * Evaluates an alarm over its last periods, up to the present one
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html). AWS may use older data in place of a
 * missing period. This does not.
 */
export function alarmState(alarm: Input, store: MetricStore, now: Date): AlarmState {
  const statistic = optionalText(alarm, 'Statistic') ?? '';
  const isBreaching = comparisons[optionalText(alarm, 'ComparisonOperator') ?? ''];
  if (!isStatistic(statistic) || isBreaching === undefined)
    return insufficient(
      'the local cloud evaluates alarms on one metric, with a simple statistic and comparison',
    );
  const periods = number(alarm, 'EvaluationPeriods') ?? 1;
  const needed = number(alarm, 'DatapointsToAlarm') ?? periods;
  const period = (number(alarm, 'Period') ?? 60) * 1000;
  const threshold = number(alarm, 'Threshold') ?? 0;
  const to = (Math.floor(now.getTime() / period) + 1) * period;
  const wanted = {
    namespace: optionalText(alarm, 'Namespace') ?? '',
    name: optionalText(alarm, 'MetricName') ?? '',
    dimensions: dimensionsOf(alarm),
  };
  const { buckets } = store.aggregate(wanted, new Date(to - periods * period), new Date(to), period / 1000);
  const breaching = buckets.filter(({ values }) => isBreaching(values[statistic], threshold)).length;
  const missing = periods - buckets.length;
  const counts = `${breaching} of ${periods} datapoints breach the threshold ${threshold}, ${missing} are missing`;
  switch (optionalText(alarm, 'TreatMissingData') ?? 'missing') {
    case 'breaching':
      return state(breaching + missing >= needed, counts);
    case 'notBreaching':
      return state(breaching >= needed, counts);
    default:
      return buckets.length === 0
        ? insufficient(counts)
        : state(breaching >= Math.min(needed, buckets.length), counts);
  }
}

function state(isAlarm: boolean, StateReason: string): AlarmState {
  return { StateValue: isAlarm ? 'ALARM' : 'OK', StateReason };
}

function insufficient(StateReason: string): AlarmState {
  return { StateValue: 'INSUFFICIENT_DATA', StateReason };
}

function isStatistic(text: string): text is Statistic {
  return statistics.some((statistic) => statistic === text);
}

/** Templates may have numbers as texts. */
function number(alarm: Input, member: string): number | undefined {
  const given = alarm[member];
  return typeof given === 'string' ? Number(given) : optionalNumber(alarm, member);
}

function dimensionsOf(alarm: Input): Readonly<Record<string, string>> {
  return Object.fromEntries(
    inputs(alarm, 'Dimensions').map((dimension) => [
      optionalText(dimension, 'Name') ?? '',
      optionalText(dimension, 'Value') ?? '',
    ]),
  );
}
