import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { NamedEnvironment } from '../../../core/model/environment-names';
import { platformName } from '../../names';
import { admitLoadRules } from './admit-load-rules';

/** Queue for events and runs that EventBridge could not deliver. */
export class Undelivered extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, environment: NamedEnvironment) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      queueName: `${platformName(environment)}-undelivered`,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    admitLoadRules(this.queue, environment);
  }
}
