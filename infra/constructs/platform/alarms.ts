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

/**
 * Alarms for silent failures: runs that never started, and a poll that fails or stops. Without
 * polls, no run ends and no alert is sent.
 */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, { environment, alerts, undelivered, pollTasks }: AlarmsProps) {
    super(scope, id);
    const name = platformName(environment);
    const period = Duration.minutes(1);
    this.#alarm('Undelivered', alerts, {
      alarmName: `${name}-undelivered`,
      alarmDescription:
        'A schedule could not start a run for an hour, or an event was not delivered. Read the messages in the queue, fix the cause, then purge the queue.',
      metric: undelivered.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' }),
      evaluationPeriods: 1,
    });
    // Ids and names keep the old word for the poll: CloudFormation creates an alarm with a new id
    // first, and the name of the deployed one is taken (test/infra/physical-names.test.ts).
    this.#alarm('SweepFails', alerts, {
      alarmName: `${name}-sweep-fails`,
      alarmDescription: `The function poll-tasks has failed for 5 minutes, so tasks are not monitored or alerts are not sent. Read its log group /lakeferry/${environment}/poll-tasks.`,
      metric: pollTasks.metricErrors({ period, statistic: 'Sum' }),
      evaluationPeriods: 5,
    });
    // A function that is never called has no errors, so nothing else reports a schedule without
    // role or target
    // (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html).
    this.#alarm('SweepRests', alerts, {
      alarmName: `${name}-sweep-rests`,
      alarmDescription: `The function poll-tasks was not called for 15 minutes, so tasks are not monitored. Check that the schedule ${name}-sweep is enabled and may invoke it.`,
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
