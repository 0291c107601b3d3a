import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { EnvironmentPlan } from '../../../core/planning/plan';
import { platformName } from '../../names';

/** Where Lakeferry tells what people have to mend; JSON, for mail and for programs. Subscribe to it by its ARN. */
export class Alerts extends Construct {
  readonly topic: Topic;
  readonly key: Key;

  constructor(scope: Construct, id: string, { name: environment, onDelete }: EnvironmentPlan) {
    super(scope, id);
    // CloudWatch's alarms may not use AWS's own key of SNS
    // (https://repost.aws/knowledge-center/cloudwatch-receive-sns-for-alarm-trigger).
    this.key = new Key(this, 'Key', {
      description: `Lakeferry's alerts (${environment})`,
      enableKeyRotation: true,
      // CDK keeps keys; one whose topic is gone is paid for and opens nothing.
      removalPolicy: onDelete === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.key.addToResourcePolicy(byAlarms(this, ['kms:Decrypt', 'kms:GenerateDataKey'], '*'));
    this.topic = new Topic(this, 'Topic', {
      topicName: `${platformName(environment)}-alerts`,
      displayName: `Lakeferry ${environment}`,
      masterKey: this.key,
      enforceSSL: true,
    });
    this.topic.addToResourcePolicy(byAlarms(this, ['sns:Publish'], this.topic.topicArn));
  }
}

function byAlarms(scope: Construct, actions: string[], resource: string): PolicyStatement {
  return new PolicyStatement({
    principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
    actions,
    resources: [resource],
    conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
  });
}
