import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, type IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { NamedEnvironment } from '../../../core/model/environment-names';
import { copyToLakeDeadLettersName, copyToLakeQueueName } from '../../../core/lake/copy-to-lake-queues';
import { platformName } from '../../names';
import { createAlarm } from '../monitoring/create-alarm';
import { timeoutOf } from './function-defaults';

export interface CopyToLakeProps {
  readonly environment: NamedEnvironment;
  readonly staging: { readonly bucketName: string };
  readonly copyToLake: IFunction;
  readonly alerts: ITopic;
  readonly undelivered: IQueue;
}

/**
 * Way of a staged object to copy-to-lake: rule, queue, function. Files that cannot be copied wait
 * in the dead-letter queue until `lakeferry arrivals redrive` retries them. Ids and names keep the
 * word that is deployed: a renamed queue would lose its messages.
 */
export class CopyToLake extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: CopyToLakeProps) {
    super(scope, id);
    const { environment, copyToLake } = props;
    this.deadLetters = new Queue(this, 'DeadLetters', {
      ...defaults,
      queueName: copyToLakeDeadLettersName(environment),
      retentionPeriod: Duration.days(14),
    });
    this.queue = new Queue(this, 'Queue', {
      ...defaults,
      queueName: copyToLakeQueueName(environment),
      retentionPeriod: Duration.days(4),
      // Six times the function's timeout, so that a slow batch is not delivered twice
      // (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html).
      visibilityTimeout: Duration.seconds(timeoutOf('copy-to-lake').toSeconds() * 6),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 5 },
    });
    const rule = new Rule(this, 'StagedObjects', {
      ruleName: `${platformName(environment)}-staged-objects`,
      description: 'Sends files that DMS staged to copy-to-lake',
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        // Only of staging: events of the lake would cause endless copies, see
        // docs/pitfalls.md#prefixes-that-recurse.
        detail: { bucket: { name: [props.staging.bucketName] } },
      },
      // Imported, because for its own queues CDK allows EventBridge more than to send.
      targets: [
        new SqsQueue(Queue.fromQueueArn(this, 'RuleTarget', this.queue.queueArn), {
          deadLetterQueue: props.undelivered,
        }),
      ],
    });
    this.queue.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [this.queue.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': rule.ruleArn } },
      }),
    );
    new EventSourceMapping(this, 'Messages', {
      target: copyToLake,
      eventSourceArn: this.queue.queueArn,
      batchSize: 100,
      maxBatchingWindow: Duration.seconds(1),
      reportBatchItemFailures: true,
      maxConcurrency: 10,
    });
    createAlarm(this, 'DeadLettersAlarm', props.alerts, {
      alarmName: `${platformName(environment)}-copier-dead-letters`,
      alarmDescription:
        'Staged files were not copied to the lake. Run "lakeferry arrivals status" to see why and "lakeferry arrivals redrive" to retry.',
      metric: this.deadLetters.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1) }),
    });
  }
}

const defaults = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true } as const;
