import type { Stack } from '../cloudformation/stack';
import type { Stacks } from '../cloudformation/stacks';
import type { DeployTargets } from './handler';
import { reasonOf } from './update/failures';
import { dependentsFirst } from './update/in-order';
import { cleanUp, isRetained, removePhysical } from './update/remove-resource';

export interface StackDeletion {
  /** Logical IDs of resources that stay. */
  readonly retain: readonly string[];
  /** True: resources that cannot be deleted stay, and the stack is deleted (FORCE_DELETE_STACK). */
  readonly force: boolean;
}

/**
 * Deletes the resources of a stack, dependents first, and then the stack. A resource that cannot be deleted leaves the stack as
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
  // What an update of a process that crashed did not delete.
  await cleanUp(stack, stacks, targets, () => false);
  const failed: string[] = [];
  const needed = new Set<string>();
  for (const resource of dependentsFirst([...stack.resources.values()])) {
    const { logicalId } = resource;
    if (needed.has(logicalId)) continue;
    if (isRetained(resource) || retain.includes(logicalId)) {
      stacks.deleteResource(stack, logicalId, 'DELETE_SKIPPED');
      continue;
    }
    stacks.recordDeletion(stack, logicalId, 'DELETE_IN_PROGRESS');
    try {
      await removePhysical(stack, resource, targets);
      stacks.deleteResource(stack, logicalId);
    } catch (cause) {
      if (force) {
        stacks.deleteResource(stack, logicalId, 'DELETE_SKIPPED');
        continue;
      }
      stacks.recordDeletion(stack, logicalId, 'DELETE_FAILED', reasonOf(cause));
      failed.push(logicalId);
      addNeeds(logicalId, stack, needed);
    }
  }
  stacks.endDeletion(
    stack,
    failed.length === 0
      ? undefined
      : `The following resource(s) failed to delete: [${[...failed].reverse().join(', ')}]. `,
  );
}

/** Adds the resources that the resource needs, directly or not. */
function addNeeds(logicalId: string, stack: Stack, needed: Set<string>): void {
  for (const other of stack.resources.get(logicalId)?.needs ?? [])
    if (!needed.has(other)) {
      needed.add(other);
      addNeeds(other, stack, needed);
    }
}
