import { Duration } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { EnvironmentPlan } from '../../../core/planning/plan';
import { departmentStackName, eventBusName } from '../../names';
import { importOutput } from '../../platform-exports';
import { admitRules } from '../admit-rules';
import { createAlarm } from '../monitoring/create-alarm';
import { busRulesArn } from './bus-rules';

/** Dead-letter queue of a department's webhooks and hand-offs, with an alarm. */
export class UndeliveredEvents extends Construct {
  readonly queueArn: string;

  constructor(scope: Construct, id: string, environment: EnvironmentPlan, department: string) {
    super(scope, id);
    const name = `${departmentStackName(environment, department)}-undelivered`;
    const queue = new Queue(this, 'Queue', {
      queueName: name,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    this.queueArn = queue.queueArn;
    admitRules(queue, busRulesArn(this, eventBusName(environment)));
    const alerts = Topic.fromTopicArn(
      this,
      'Alerts',
      environment.existing?.alertsTopicArn ?? importOutput(environment, 'AlertsTopicArn'),
    );
    createAlarm(this, 'Alarm', alerts, {
      alarmName: name,
      alarmDescription: `Events of ${department} did not reach a webhook or the target of a hand-off. Read the messages in the queue ${name}, fix the cause, then purge the queue.`,
      metric: queue.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(1),
        statistic: 'Maximum',
      }),
    });
  }
}
