import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { EventSourceMapping, type IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { copierDeadLettersName, copierQueueName, platformName } from '../../names';

export interface CopierProps {
  readonly environment: string;
  readonly staging: { readonly bucketName: string };
  readonly copyToLake: IFunction;
  readonly copyToLakeTimeout: Duration;
  readonly alerts: ITopic;
  readonly undelivered: IQueue;
}

/**
 * From an object in staging to CopyToLake: rule, queue, function; what cannot be copied waits in the dead-letter queue until a person
 * has looked (`lakeferry copier redrive`).
 */
export class Copier extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: CopierProps) {
    super(scope, id);
    const { environment, copyToLake } = props;
    this.deadLetters = new Queue(this, 'DeadLetters', {
      ...house,
      queueName: copierDeadLettersName(environment),
      retentionPeriod: Duration.days(14),
    });
    this.queue = new Queue(this, 'Queue', {
      ...house,
      queueName: copierQueueName(environment),
      retentionPeriod: Duration.days(4),
      // Six times the function's, so that no message is worked on twice while a slow batch goes on
      // (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html).
      visibilityTimeout: Duration.seconds(props.copyToLakeTimeout.toSeconds() * 6),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 5 },
    });
    new Rule(this, 'StagedObjects', {
      ruleName: `${platformName(environment)}-staged-objects`,
      description: 'Tells CopyToLake of what DMS wrote',
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        // Of staging alone: an event of the lake would make the copier follow itself (S6).
        detail: { bucket: { name: [props.staging.bucketName] } },
      },
      targets: [new SqsQueue(this.queue, { deadLetterQueue: props.undelivered })],
    });
    new EventSourceMapping(this, 'Messages', {
      target: copyToLake,
      eventSourceArn: this.queue.queueArn,
      batchSize: 100,
      maxBatchingWindow: Duration.seconds(1),
      reportBatchItemFailures: true,
      maxConcurrency: 10,
    });
    new Alarm(this, 'DeadLettersAlarm', {
      alarmName: `${platformName(environment)}-copier-dead-letters`,
      alarmDescription:
        'Files in staging that were not copied to the lake. "lakeferry copier status" says why, "lakeferry copier redrive" tries again.',
      metric: this.deadLetters.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1) }),
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(new SnsAction(props.alerts));
  }
}

const house = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true } as const;
