import { RemovalPolicy } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { NamedEnvironment } from '../../../core/model/environment-names';
import type { EnvironmentPlan } from '../../../core/planning/plan';

/** Environment with its names, and what happens to its logs when the stack is deleted. */
export type LoggedEnvironment = NamedEnvironment & Pick<EnvironmentPlan, 'onDelete'>;

/**
 * Retention of every log group. Groups have fixed names, so a group that remained is in the way of a new deployment, unless that
 * imports it: CloudFormation imports resources with a name and one of these policies
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources-automatically.html). A group of a creation
 * that fails is deleted.
 */
export function logDefaults({ onDelete }: LoggedEnvironment) {
  return {
    retention: RetentionDays.THREE_MONTHS,
    removalPolicy: onDelete === 'retain' ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
  };
}
