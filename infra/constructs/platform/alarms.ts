import { Duration } from 'aws-cdk-lib';
import { Alarm, type AlarmProps, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { platformName } from '../../names';

export interface AlarmsProps {
  readonly environment: string;
  readonly alerts: ITopic;
  readonly undelivered: IQueue;
  readonly pollTasks: IFunction;
}

/** What would fail in silence: a run that never began, and the poll, without which no run ends and no other alert is told. */
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
      alarmDescription: `The poll has failed for five minutes: nothing watches the tasks. Its log is /lakeferry/${environment}/poll-tasks.`,
      metric: pollTasks.metricErrors({ period, statistic: 'Sum' }),
      evaluationPeriods: 5,
    });
    // A function that nobody calls has no errors: a schedule that lost its role, its target or its state is silent everywhere else.
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
    this.#alarm('SweepRests', alerts, {
      alarmName: `${name}-sweep-rests`,
      alarmDescription: `The poll was not called for a quarter of an hour: nothing watches the tasks. Look at its schedule, ${name}-poll.`,
      metric: pollTasks.metricInvocations({ period: Duration.minutes(5), statistic: 'Sum' }),
      evaluationPeriods: 3,
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
    });
  }

  #alarm(id: string, alerts: ITopic, props: Omit<AlarmProps, 'threshold'> & { threshold?: number }): void {
    new Alarm(this, id, {
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...props,
    }).addAlarmAction(new SnsAction(alerts));
  }
}
