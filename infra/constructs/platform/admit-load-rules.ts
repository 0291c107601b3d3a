import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { platformName } from '../../names';

/** Lets the departments' rules, a rule a load, send to a queue; they are made after its stack, so they are named by a pattern. */
export function admitLoadRules(queue: Queue, environment: string): void {
  queue.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: {
        ArnLike: {
          'aws:SourceArn': Stack.of(queue).formatArn({
            service: 'events',
            resource: 'rule',
            resourceName: `${platformName(environment)}-load-*`,
            arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
          }),
        },
      },
    }),
  );
}
