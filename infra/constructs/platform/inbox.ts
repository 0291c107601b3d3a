import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { NamedEnvironment } from '../../../core/model/environment-names';
import { lastReceive, loadTimeoutSeconds } from '../../../core/loads/queue';
import type { EnvironmentPlan } from '../../../core/planning/plan';
import { platformName } from '../../names';
import { createAlarm } from '../monitoring/create-alarm';
import { admitLoadRules } from './admit-load-rules';
import { deleteWithEnvironment, ownBucket, reportToEventBridge } from '../own-bucket';

/**
 * Files that are loaded at the same time, over all departments. Each needs a database connection.
 */
const concurrentFiles = 5;

/** Bucket for the files of loads, and the queue in which they wait to be loaded. */
export class Inbox extends Construct {
  readonly bucket: Bucket;
  readonly queue: Queue;
  readonly failed: Queue;

  constructor(scope: Construct, id: string, environment: EnvironmentPlan) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      ...ownBucket(environment),
      // A file that is overwritten during its load is read in its first version.
      versioned: true,
      lifecycleRules: [
        {
          id: 'drop-old-versions',
          noncurrentVersionExpiration: Duration.days(environment.stagingRetentionDays),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    });
    reportToEventBridge(this.bucket);
    deleteWithEnvironment(this.bucket);
    this.failed = this.#queue('Failed', `${platformName(environment)}-load-csv-failed`);
    this.queue = this.#queue('Queue', `${platformName(environment)}-load-csv`, {
      // Longer than a function may work on a file.
      visibilityTimeout: Duration.seconds(loadTimeoutSeconds + 60),
      deadLetterQueue: { queue: this.failed, maxReceiveCount: lastReceive },
    });
    admitLoadRules(this.queue, environment);
  }

  /** Connects the queue to the function, with an alarm for files that could not be loaded. */
  connectTo(loadCsv: IFunction, alerts: ITopic, environment: NamedEnvironment): void {
    new CfnEventSourceMapping(this, 'Mapping', {
      eventSourceArn: this.queue.queueArn,
      functionName: loadCsv.functionName,
      batchSize: 1,
      functionResponseTypes: ['ReportBatchItemFailures'],
      scalingConfig: { maximumConcurrency: concurrentFiles },
    });
    createAlarm(this, 'FailedAlarm', alerts, {
      alarmName: `${platformName(environment)}-load-csv-failed`,
      alarmDescription:
        'Files were not loaded because their database could not be reached. See docs/loads.md.',
      metric: this.failed.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(1),
        statistic: 'Maximum',
      }),
    });
  }

  #queue(id: string, queueName: string, more: Partial<QueueProps> = {}): Queue {
    return new Queue(this, id, {
      queueName,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      ...more,
    });
  }
}
