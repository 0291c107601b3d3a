import { Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/** ARNs of the rules on an environment's event bus. */
export function busRulesArn(scope: Construct, eventBusName: string): string {
  return Stack.of(scope).formatArn({
    service: 'events',
    resource: 'rule',
    resourceName: `${eventBusName}/*`,
  });
}

/**
 * Principal of EventBridge for rules on the environment's bus. Without the conditions, a rule of another account could make
 * EventBridge use the role (https://docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html).
 */
export function ofBusRules(scope: Construct, eventBusName: string): ServicePrincipal {
  return new ServicePrincipal('events.amazonaws.com', {
    conditions: {
      StringEquals: { 'aws:SourceAccount': Stack.of(scope).account },
      ArnLike: { 'aws:SourceArn': busRulesArn(scope, eventBusName) },
    },
  });
}
