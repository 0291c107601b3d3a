import { Alias } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { platformName } from '../names';

/** Where Lakeferry tells what people have to mend; JSON, for mail and for programs. Subscribe to it by its ARN. */
export class Alerts extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, environment: string) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', {
      topicName: `${platformName(environment)}-alerts`,
      displayName: `Lakeferry ${environment}`,
      masterKey: Alias.fromAliasName(this, 'Key', 'alias/aws/sns'),
      enforceSSL: true,
    });
  }
}
