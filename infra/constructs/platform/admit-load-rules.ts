import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { NamedEnvironment } from '../../../core/model/environment-names';
import { platformName } from '../../names';

/**
 * Allows the rules of all loads to send to a queue. A pattern names them, because department stacks
 * are deployed later.
 */
export function admitLoadRules(queue: Queue, environment: NamedEnvironment): void {
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
