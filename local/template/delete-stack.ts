import type { Stack, Stacks } from '../cloudformation/stacks';
import { Template } from './assembly';
import { isRetained, remove } from './deploy-stack';
import type { DeployTargets } from './handler';
import { creationOrder } from './order';

export interface StackDeletion {
  /** Logical IDs of resources that stay. */
  readonly retain: readonly string[];
  /** True: resources that cannot be deleted stay, and the stack is deleted (FORCE_DELETE_STACK). */
  readonly force: boolean;
}

/**
 * Deletes the resources of a stack, last created first, and then the stack. A resource that cannot be deleted leaves the stack as
 * DELETE_FAILED, with that resource and those on which it depends. An export that another stack imports cancels the deletion
 * before any resource is deleted. Never rejects.
 */
export async function deleteStack(
  stack: Stack,
  { retain, force }: StackDeletion,
  stacks: Stacks,
  targets: DeployTargets,
): Promise<void> {
  const cancel = stacks.beginDeletion(stack);
  const imported = stacks.importOf(stack);
  if (imported !== undefined) {
    const { exported, by } = imported;
    const names = new Intl.ListFormat('en-GB').format(by);
    return cancel(`Delete canceled. Cannot delete export ${exported} as it is in use by ${names}.`);
  }
  const failed: string[] = [];
  const needed = new Set<string>();
  for (const resource of [...stack.resources.values()].reverse()) {
    const { logicalId } = resource;
    if (needed.has(logicalId)) continue;
    if (isRetained(resource) || retain.includes(logicalId)) {
      stacks.deleteResource(stack, logicalId, 'DELETE_SKIPPED');
      continue;
    }
    stacks.recordDeletion(stack, logicalId, 'DELETE_IN_PROGRESS');
    try {
      await remove(stack, resource, targets);
      stacks.deleteResource(stack, logicalId);
    } catch (cause) {
      if (force) {
        stacks.deleteResource(stack, logicalId, 'DELETE_SKIPPED');
        continue;
      }
      const reason = cause instanceof Error ? cause.message : String(cause);
      stacks.recordDeletion(stack, logicalId, 'DELETE_FAILED', reason);
      failed.push(logicalId);
      for (const other of dependenciesOf(logicalId, stack)) needed.add(other);
    }
  }
  stacks.endDeletion(
    stack,
    failed.length === 0
      ? undefined
      : `The following resource(s) failed to delete: [${[...failed].reverse().join(', ')}]. `,
  );
}

/** Resources that the resource refers to, directly or not. None where an earlier process deployed the stack. */
function dependenciesOf(logicalId: string, { template }: Stack): readonly string[] {
  if (template === undefined) return [];
  return creationOrder(Template.parse(JSON.parse(template)).Resources, [logicalId]).slice(0, -1);
}
