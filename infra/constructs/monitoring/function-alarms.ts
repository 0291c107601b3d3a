import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { functionLogPrefix, type NamedEnvironment } from '../../../core/model/environment-names';
import { type FunctionName, functionNames } from '../../grants/grants';
import { functionPhysicalName, pascalCase } from '../../names';
import type { Functions } from '../platform/functions';
import { createAlarm } from './create-alarm';
import { fiveMinutes } from './metrics';

export interface FunctionAlarmsProps {
  readonly environment: NamedEnvironment;
  readonly alerts: ITopic;
  readonly functions: Functions;
}

interface Sooner {
  /** When the alarm comes, and why so soon. */
  readonly when: string;
  /** Errors of one period that raise no alarm yet. */
  readonly threshold: number;
}

/** Functions with few calls: their errors never last for 15 minutes. */
const sooner: Partial<Record<FunctionName, Sooner>> = {
  'report-leftovers': { when: 'has failed, and is called once a day', threshold: 0 },
  // Lambda tries three times, within about three minutes.
  'hold-tasks': {
    when: 'has failed repeatedly. If its last attempt fails, CloudFormation waits for an hour, and then rolls the deployment back',
    threshold: 1,
  },
  'check-existing': {
    when: 'has failed repeatedly. If its last attempt fails, CloudFormation waits for 20 minutes, and then rolls the deployment back',
    threshold: 1,
  },
  'prepare-removal': {
    when: 'has failed repeatedly. If its last attempt fails, CloudFormation waits for an hour, and then refuses to remove the environment',
    threshold: 1,
  },
};

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
    const read = `Read its log group ${functionLogPrefix(environment)}${name}`;
    const { when = 'has failed repeatedly for 15 minutes', threshold } = sooner[name] ?? {};
    const counted = { period: fiveMinutes, statistic: Stats.SUM };
    createAlarm(scope, `${id}Errors`, alerts, {
      alarmName: `${alarmName}-errors`,
      alarmDescription: `The function ${name} ${when}. ${read}: lines with the level ERROR name the run and the cause.`,
      metric: functions.get(name).metricErrors(counted),
      evaluationPeriods: threshold === undefined ? 3 : 1,
      threshold: threshold ?? 0,
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
