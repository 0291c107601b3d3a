import type { Stack } from '../cloudformation/stack';
import type { Stacks } from '../cloudformation/stacks';
import type { Template } from './assembly';
import { deleteStack } from './delete-stack';
import { type DeployTargets, TemplateError } from './handler';

/**
 * Brings a stack into a status that can be updated, as `cdk deploy` does: one whose creation failed is deleted, and a
 * rollback that failed is continued. Refuses a template that changes the type of a resource.
 */
export async function prepareStack(
  name: string,
  template: Template,
  stacks: Stacks,
  targets: DeployTargets,
): Promise<void> {
  const stack = stacks.find(name);
  if (stack === undefined) return;
  // A stack of an earlier process, of which the status is not known.
  const isRestored = stack.template === undefined;
  if (stack.status.endsWith('IN_PROGRESS') && !isRestored)
    throw new TemplateError(`Stack:${stack.id} is in ${stack.status} state and can not be updated.`);
  if (stack.status === 'DELETE_FAILED') assertStatus(stack, 'CREATE_COMPLETE');
  if (['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'CREATE_FAILED'].includes(stack.status)) {
    await deleteStack(stack, { retain: [], force: false }, stacks, targets);
    assertStatus(stack, 'DELETE_COMPLETE');
    return;
  }
  if (stack.continueRollback !== undefined) {
    await stack.continueRollback([]);
    assertStatus(stack, 'UPDATE_ROLLBACK_COMPLETE');
  }
  const changed = Object.entries(template.Resources)
    .filter(([logicalId, { Type }]) => (stack.resources.get(logicalId)?.type ?? Type) !== Type)
    .map(([logicalId]) => logicalId);
  if (changed.length > 0)
    throw new TemplateError(
      `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${changed.join(', ')}]`,
    );
}

function assertStatus(stack: Stack, wanted: Stack['status']): void {
  const { name, status, statusReason = '' } = stack;
  if (status !== wanted)
    throw new TemplateError(`${name} is in ${status} and cannot be updated: ${statusReason}`);
}
