import { Annotations } from 'aws-cdk-lib';
import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { NamedEnvironment } from '../../../core/model/environment-names';
import type { LoadPlan } from '../../../core/planning/load-plan';
import { loadParameterName, loadRuleName } from '../../names';

export interface LoadProps {
  readonly environment: NamedEnvironment;
  readonly load: LoadPlan;
  /** S3 address of the department's plan. */
  readonly plan: { readonly bucket: string; readonly key: string };
  readonly inboxBucketName: string;
  readonly loadQueueArn: string;
  /** Queue for events that EventBridge could not deliver to the load queue. */
  readonly undeliveredQueueArn: string;
}

/**
 * Rule that sends the event of each file under the load's prefix to the load queue, with the load's
 * key and the address of its plan. The function, whose network has no route to SSM, so needs no
 * lookup, and a waiting file keeps the plan it arrived under, except for its connection.
 */
export class Load extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { environment, load, plan, inboxBucketName, ...queues }: LoadProps,
  ) {
    super(scope, id);
    const { key } = load.identity;
    const queue = Queue.fromQueueArn(this, 'Queue', queues.loadQueueArn);
    const undelivered = Queue.fromQueueArn(this, 'Undelivered', queues.undeliveredQueueArn);
    const rule = new Rule(this, 'Files', {
      ruleName: loadRuleName(load.identity, environment.namePrefix),
      description: `Sends new files of the load ${key} to the load queue`,
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [inboxBucketName] }, object: { key: [{ prefix: load.inbox }] } },
      },
      targets: [
        new SqsQueue(queue, {
          deadLetterQueue: undelivered,
          message: RuleTargetInput.fromObject({
            load: key,
            plan,
            time: EventField.time,
            detail: EventField.fromPath('$.detail'),
          }),
        }),
      ],
    });
    // CDK does not know the account and policy of imported queues. The platform stack owns them and
    // admits the loads' rules.
    for (const warning of [
      'aws-events:ruleUnresolvedEnvironment',
      'aws-events-targets:manuallyAddDLQResourcePolicy',
    ])
      Annotations.of(rule).acknowledgeWarning(`@aws-cdk/${warning}`, 'the platform stack admits the rule');
    new StringParameter(this, 'Parameter', {
      parameterName: loadParameterName(environment, key),
      description: `Bucket and prefix for the files of the load ${key}`,
      stringValue: JSON.stringify({ load: key, bucket: inboxBucketName, inbox: load.inbox }),
    });
  }
}
