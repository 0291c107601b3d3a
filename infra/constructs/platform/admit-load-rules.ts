import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { NamedEnvironment } from '../../../core/model/environment-names';
import { platformName } from '../../names';
import { admitRules } from '../admit-rules';

/**
 * Allows the rules of all loads to send to a queue. A pattern names them, because department stacks
 * are deployed later.
 */
export function admitLoadRules(queue: Queue, environment: NamedEnvironment): void {
  const rules = Stack.of(queue).formatArn({
    service: 'events',
    resource: 'rule',
    resourceName: `${platformName(environment)}-load-*`,
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
  admitRules(queue, rules);
}
