import type { Stack, StackResource } from '../../cloudformation/stack';
import type { Stacks } from '../../cloudformation/stacks';
import { AwsError } from '../../service';
import type { DeployTargets } from '../handler';
import { handlerOf } from '../resources/handlers';
import { formerOf } from './deployment';
import { reasonOf } from './failures';
import { dependentsFirst } from './in-order';

/** Deletes what the resource stands for. A missing one was removed by a process that crashed before it recorded that. */
export async function removePhysical(
  stack: Stack,
  resource: StackResource,
  targets: DeployTargets,
): Promise<void> {
  try {
    await handlerOf(resource.type).remove?.(formerOf(stack, resource), targets);
  } catch (cause) {
    if (!(cause instanceof AwsError && gone.has(cause.code))) throw cause;
  }
}

/** Error codes of S3, DynamoDB and DMS for something that does not exist. */
const gone: ReadonlySet<string> = new Set([
  'NoSuchBucket',
  'ResourceNotFoundException',
  'ResourceNotFoundFault',
]);

export function isRetained({ deletionPolicy }: Pick<StackResource, 'deletionPolicy'>): boolean {
  return deletionPolicy === 'Retain' || deletionPolicy === 'RetainExceptOnCreate';
}

/** Retention of a resource whose creation is rolled back. */
export function isRetainedOnRollback({ deletionPolicy }: Pick<StackResource, 'deletionPolicy'>): boolean {
  return deletionPolicy === 'Retain';
}

/**
 * Deletes what is left over and those resources that `isGone` names, dependents first. A resource that cannot be deleted,
 * such as an endpoint with a task, is skipped and removed from the stack: it exists, and no deployment knows it any more
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-monitor-stack.html). Returns the
 * failures.
 */
export async function cleanUp(
  stack: Stack,
  stacks: Stacks,
  targets: DeployTargets,
  isGone: (resource: StackResource) => boolean,
  { retains = isRetained, keepsFailed = false }: CleanUpOptions = {},
): Promise<readonly string[]> {
  const items = [
    ...[...stack.resources.values()].filter(isGone).map((resource) => ({
      resource,
      isRetained: retains(resource),
      forget: () => stacks.forgetResource(stack, resource.logicalId),
    })),
    ...stack.leftovers.map((leftover) => ({
      ...leftover,
      forget: () => stacks.deleteLeftover(stack, leftover),
    })),
  ].map((item) => ({ ...item, logicalId: item.resource.logicalId, needs: item.resource.needs }));
  const failures: string[] = [];
  for (const { resource, isRetained: stays, forget } of dependentsFirst(items)) {
    const { logicalId, type, deployed } = resource;
    const record = (status: string, reason?: string): void =>
      stacks.recordResource(stack, { logicalId, type, physicalId: deployed.ref }, status, reason);
    if (stays) {
      record('DELETE_SKIPPED');
      forget();
      continue;
    }
    record('DELETE_IN_PROGRESS');
    try {
      await removePhysical(stack, resource, targets);
    } catch (cause) {
      const reason = reasonOf(cause);
      record('DELETE_FAILED', reason);
      targets.context.log(`${stack.name}/${logicalId} (${type}) was not deleted: ${reason}`);
      failures.push(`${logicalId}: ${reason}`);
      if (!keepsFailed) forget();
      continue;
    }
    record('DELETE_COMPLETE');
    forget();
  }
  return failures;
}

export interface CleanUpOptions {
  readonly retains?: (resource: StackResource) => boolean;
  /** True: the stack keeps what cannot be deleted, as after a creation that is rolled back. */
  readonly keepsFailed?: boolean;
}
