import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { type FunctionName, functionNames } from '../../grants/grants';
import { functionPhysicalName, pascalCase } from '../../names';
import type { Functions } from '../platform/functions';
import { createAlarm } from './create-alarm';
import { fiveMinutes } from './metrics';

export interface FunctionAlarmsProps {
  readonly environment: string;
  readonly alerts: ITopic;
  readonly functions: Functions;
}

/** Functions whose next call is a day away, without a retry: one error is all that there is to see. */
const onceADay: ReadonlySet<FunctionName> = new Set<FunctionName>(['report-leftovers']);

/**
 * Alarms about errors and throttles of every function. A function of a run throws errors as answers, such as statistics that
 * trail the end of a load, and the state machine retries them for minutes. So errors count when they last for 15 minutes. A single
 * error that ends a run, or that leaves a file behind, is in the alarms about executions and dead letters.
 */
export function addFunctionAlarms(
  scope: Construct,
  { environment, alerts, functions }: FunctionAlarmsProps,
): void {
  for (const name of functionNames) {
    const id = pascalCase(name);
    const alarmName = functionPhysicalName(environment, name);
    const read = `Read its log group /lakeferry/${environment}/${name}`;
    const counted = { period: fiveMinutes, statistic: Stats.SUM };
    createAlarm(scope, `${id}Errors`, alerts, {
      alarmName: `${alarmName}-errors`,
      alarmDescription: `The function ${name} has failed${onceADay.has(name) ? ', and is called once a day' : ' again and again for 15 minutes'}. ${read}: lines with the level ERROR name the run and the cause.`,
      metric: functions.get(name).metricErrors(counted),
      evaluationPeriods: onceADay.has(name) ? 1 : 3,
    });
    createAlarm(scope, `${id}Throttles`, alerts, {
      alarmName: `${alarmName}-throttles`,
      alarmDescription: `Lambda has rejected calls of the function ${name} in 10 of 15 minutes, because the account runs as many functions as it may. Find the other functions in the metric ConcurrentExecutions, or raise the quota. ${read} for what was late.`,
      metric: functions.get(name).metricThrottles(counted),
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
    });
  }
}
