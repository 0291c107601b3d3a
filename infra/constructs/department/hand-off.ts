import { CfnRule } from 'aws-cdk-lib/aws-events';
import { PolicyDocument, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { detailTypes, eventSource } from '../../../core/events/detail-types';
import type { JobIdentity } from '../../../core/planning/job-identity';
import type { HandOffPlan } from '../../../core/planning/notify-plan';
import { failures, successes } from '../../../core/runs/record/verdict-shape';
import { ofBusRules } from './bus-rules';

export interface HandOffProps {
  readonly job: JobIdentity;
  readonly handOff: HandOffPlan;
  readonly eventBusName: string;
  readonly undeliveredArn: string;
}

/**
 * Rule that gives the event of an ended run to a target. A state machine is started with a role of its own. A function gets a
 * permission, and a queue must have one: EventBridge wants no role for them
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html).
 */
export class HandOff extends Construct {
  constructor(scope: Construct, id: string, { job, handOff, eventBusName, undeliveredArn }: HandOffProps) {
    super(scope, id);
    const { arn, on } = handOff;
    const service = arn.split(':')[2];
    const rule = new CfnRule(this, 'Rule', {
      description: `Follows runs of ${job.key} (${on})`,
      eventBusName,
      eventPattern: {
        source: [eventSource],
        'detail-type': [detailTypes.runEnded],
        detail: { department: [job.department], job: [job.job], outcome: outcomesOf(on) },
      },
      targets: [
        {
          id: 'target',
          arn,
          ...(service === 'states' ? { roleArn: this.#starter(job, arn, eventBusName).roleArn } : {}),
          deadLetterConfig: { arn: undeliveredArn },
        },
      ],
    });
    if (service === 'lambda')
      new CfnPermission(this, 'Permission', {
        action: 'lambda:InvokeFunction',
        functionName: arn,
        principal: 'events.amazonaws.com',
        sourceArn: rule.attrArn,
      });
  }

  #starter(job: JobIdentity, arn: string, eventBusName: string): Role {
    return new Role(this, 'Role', {
      description: `EventBridge starts what follows runs of ${job.key} (${job.environment})`,
      assumedBy: ofBusRules(this, eventBusName),
      inlinePolicies: {
        Start: new PolicyDocument({
          statements: [new PolicyStatement({ actions: ['states:StartExecution'], resources: [arn] })],
        }),
      },
    });
  }
}

function outcomesOf(on: HandOffPlan['on']): readonly string[] {
  return on === 'both' ? [...successes, ...failures] : on === 'success' ? successes : failures;
}
