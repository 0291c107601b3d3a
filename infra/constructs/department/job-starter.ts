import { Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { NamedEnvironment } from '../../../core/model/environment-names';
import { scheduleGroupName } from '../../names';

export interface JobStarterProps {
  readonly environment: NamedEnvironment;
  readonly stateMachineArn: string;
  readonly undeliveredQueueArn: string;
}

/**
 * Role by which EventBridge Scheduler starts a department's runs, and reports failed deliveries to
 * a queue.
 */
export class JobStarter extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, props: JobStarterProps) {
    super(scope, id);
    const stack = Stack.of(this);
    this.role = new Role(this, 'Role', {
      description: `EventBridge Scheduler starts the runs of ${stack.stackName}`,
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: {
            'aws:SourceAccount': stack.account,
            'aws:SourceArn': stack.formatArn({
              service: 'scheduler',
              resource: 'schedule-group',
              resourceName: scheduleGroupName(props.environment),
            }),
          },
        },
      }),
      inlinePolicies: {
        StartRuns: new PolicyDocument({
          statements: [
            new PolicyStatement({ actions: ['states:StartExecution'], resources: [props.stateMachineArn] }),
            new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [props.undeliveredQueueArn] }),
          ],
        }),
      },
    });
  }
}
