import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { functionLogPrefix, type NamedEnvironment } from '../../../core/model/environment-names';
import type { ReplicationInstancePlan } from '../../../core/planning/existing/instance-plan';
import { platformName } from '../../names';
import { createAlarm } from '../monitoring/create-alarm';
import { addFunctionAlarms } from '../monitoring/function-alarms';
import { addInstanceAlarms } from '../monitoring/instance-alarms';
import { addRunAlarms } from '../monitoring/run-alarms';
import type { Functions } from './functions';

export interface AlarmsProps {
  readonly environment: NamedEnvironment;
  readonly alerts: ITopic;
  readonly undelivered: IQueue;
  readonly functions: Functions;
  readonly stateMachine: IStateMachine;
  readonly instance: ReplicationInstancePlan;
}

/**
 * Alarms of an environment (docs/how-to/monitor.md#react-to-alarms). Queues have theirs beside them, in Inbox and CopyToLake.
 * Without polls, no run ends and no alert is sent, so two alarms are about polls that fail or stop.
 */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const { environment, alerts, undelivered, functions, instance } = props;
    const name = platformName(environment);
    const period = Duration.minutes(1);
    const pollTasks = functions.get('poll-tasks');
    createAlarm(this, 'Undelivered', alerts, {
      alarmName: `${name}-undelivered`,
      alarmDescription:
        'A schedule could not start a run for an hour, or an event was not delivered. Read the messages in the queue, fix the cause, then purge the queue.',
      metric: undelivered.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' }),
    });
    // Ids and names keep the old word for the poll: CloudFormation creates an alarm with a new id
    // first, and the name of the deployed one is taken (test/infra/physical-names.test.ts).
    createAlarm(this, 'SweepFails', alerts, {
      alarmName: `${name}-sweep-fails`,
      alarmDescription: `The function poll-tasks has failed for 5 minutes, so tasks are not monitored or alerts are not sent. Read its log group ${functionLogPrefix(environment)}poll-tasks.`,
      metric: pollTasks.metricErrors({ period, statistic: 'Sum' }),
      evaluationPeriods: 5,
    });
    // A function that is never called has no errors, so nothing else reports a schedule without
    // role or target
    // (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html).
    createAlarm(this, 'SweepRests', alerts, {
      alarmName: `${name}-sweep-rests`,
      alarmDescription: `The function poll-tasks was not called for 15 minutes, so tasks are not monitored. Check that the schedule ${name}-sweep is enabled and may invoke it.`,
      metric: pollTasks.metricInvocations({ period: Duration.minutes(5), statistic: 'Sum' }),
      evaluationPeriods: 3,
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
    });
    addRunAlarms(this, props);
    addFunctionAlarms(this, props);
    // An existing instance is measured by its owner.
    if (!('arn' in instance)) addInstanceAlarms(this, { environment, alerts, instance });
  }
}
