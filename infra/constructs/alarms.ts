import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { platformName } from '../names';

export interface AlarmsProps {
  readonly environment: string;
  readonly alerts: ITopic;
  readonly undelivered: IQueue;
  readonly pollTasks: IFunction;
}

/** What would fail in silence: a run that never began, and the sweep, without which no run ends and no other alert is told. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, { environment, alerts, undelivered, pollTasks }: AlarmsProps) {
    super(scope, id);
    const name = platformName(environment);
    const period = Duration.minutes(1);
    this.#alarm('Undelivered', alerts, {
      alarmName: `${name}-undelivered`,
      alarmDescription:
        'A schedule could not start a run for an hour, or an event was lost: the messages in the queue say which. Purge it afterwards.',
      metric: undelivered.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' }),
      evaluationPeriods: 1,
    });
    this.#alarm('SweepFails', alerts, {
      alarmName: `${name}-sweep-fails`,
      alarmDescription: `The sweep has failed for five minutes: nothing watches the tasks. Its log is /lakeferry/${environment}/poll-tasks.`,
      metric: pollTasks.metricErrors({ period, statistic: 'Sum' }),
      evaluationPeriods: 5,
    });
  }

  #alarm(
    id: string,
    alerts: ITopic,
    props: Pick<AlarmProps, 'alarmName' | 'alarmDescription' | 'evaluationPeriods'> & { metric: IMetric },
  ): void {
    new Alarm(this, id, {
      ...props,
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(new SnsAction(alerts));
  }
}
