import { Key } from 'aws-cdk-lib/aws-kms';
import { CfnSubscription, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { NamedEnvironment } from '../../../core/model/environment-names';
import { departmentTopicName } from '../../names';
import { importOutput } from '../../platform-exports';

export interface DepartmentTopicProps {
  readonly environment: NamedEnvironment;
  readonly department: string;
  /** Address that subscribes. Absent: none. */
  readonly email?: string | undefined;
}

/** Topic for messages to a department. Only roles with a permission publish to it, which is poll-tasks. */
export class DepartmentTopic extends Construct {
  readonly topicArn: string;

  constructor(scope: Construct, id: string, { environment, department, email }: DepartmentTopicProps) {
    super(scope, id);
    const topic = new Topic(this, 'Topic', {
      topicName: departmentTopicName(environment, department),
      displayName: `Lakeferry ${environment.name}`,
      masterKey: Key.fromKeyArn(this, 'Key', importOutput(environment, 'AlertsKeyArn')),
      enforceSSL: true,
    });
    this.topicArn = topic.topicArn;
    if (email !== undefined)
      new CfnSubscription(this, 'Email', { topicArn: topic.topicArn, protocol: 'email', endpoint: email });
  }
}
