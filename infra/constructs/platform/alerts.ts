import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { EnvironmentPlan } from '../../../core/planning/plan';
import { platformName } from '../../names';

/** Topic for alerts: problems that people have to fix, as JSON. */
export class Alerts extends Construct {
  readonly topic: ITopic;
  readonly key: Key;

  constructor(scope: Construct, id: string, environment: EnvironmentPlan) {
    super(scope, id);
    // CloudWatch alarms cannot use the AWS managed key of SNS
    // (https://repost.aws/knowledge-center/cloudwatch-receive-sns-for-alarm-trigger).
    this.key = new Key(this, 'Key', {
      description: `Encrypts the alerts of Lakeferry (${environment.name})`,
      enableKeyRotation: true,
      // CDK retains keys by default. A key without its topics costs money and decrypts nothing.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.key.addToResourcePolicy(allowAlarms(this, ['kms:Decrypt', 'kms:GenerateDataKey'], '*'));
    const { alertsTopicArn } = environment.existing ?? {};
    if (alertsTopicArn !== undefined) {
      // The key stays: it encrypts the topics of departments, which import it.
      this.topic = Topic.fromTopicArn(this, 'Topic', alertsTopicArn);
      return;
    }
    this.topic = new Topic(this, 'Topic', {
      topicName: `${platformName(environment)}-alerts`,
      displayName: `Lakeferry ${environment.name}`,
      masterKey: this.key,
      enforceSSL: true,
    });
    this.topic.addToResourcePolicy(allowAlarms(this, ['sns:Publish'], this.topic.topicArn));
  }
}

function allowAlarms(scope: Construct, actions: string[], resource: string): PolicyStatement {
  return new PolicyStatement({
    principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
    actions,
    resources: [resource],
    conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
  });
}
