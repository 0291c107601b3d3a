import { Annotations } from 'aws-cdk-lib';
import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { LoadPlan } from '../../../core/planning/load-plan';
import { loadParameterName, loadRuleName } from '../../names';

export interface LoadProps {
  readonly load: LoadPlan;
  /** Where the department's plan lies. */
  readonly plan: { readonly bucket: string; readonly key: string };
  readonly inboxBucketName: string;
  readonly loadQueueArn: string;
  /** Where EventBridge leaves what the queue did not take. */
  readonly undeliveredQueueArn: string;
}

/**
 * A rule that gives each file under the load's prefix to the queue, together with the load's key and its plan: so the function, which
 * lies in a network without a way to SSM, has nothing to look up, and a file that waits keeps the plan it came under.
 */
export class Load extends Construct {
  constructor(scope: Construct, id: string, { load, plan, inboxBucketName, ...queues }: LoadProps) {
    super(scope, id);
    const { environment, key } = load.identity;
    const queue = Queue.fromQueueArn(this, 'Queue', queues.loadQueueArn);
    const undelivered = Queue.fromQueueArn(this, 'Undelivered', queues.undeliveredQueueArn);
    const rule = new Rule(this, 'Files', {
      ruleName: loadRuleName(load.identity),
      description: `Files for the load ${key}`,
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
    // The queues are imports, whose account and policy CDK does not know: they are the platform's, which admits the loads' rules.
    for (const warning of [
      'aws-events:ruleUnresolvedEnvironment',
      'aws-events-targets:manuallyAddDLQResourcePolicy',
    ])
      Annotations.of(rule).acknowledgeWarning(`@aws-cdk/${warning}`, 'the platform admits the rule');
    new StringParameter(this, 'Parameter', {
      parameterName: loadParameterName(environment, key),
      description: `The load ${key}: where its files are dropped`,
      stringValue: JSON.stringify({ load: key, bucket: inboxBucketName, inbox: load.inbox }),
    });
  }
}
