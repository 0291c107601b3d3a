import type { StackResource } from '../../cloudformation/stack';
import { ResourceFailure } from '../handler';
import { isCustomResource } from '../resources/custom-resource';
import { handlerOf } from '../resources/handlers';
import { updateInPlace } from './apply-resource';
import { type Deployment, resourceOf } from './deployment';
import { FailedResource, reasonOf, stackReason, toErrors } from './failures';
import { inOrder } from './in-order';
import { cleanUp, isRetainedOnRollback } from './remove-resource';

/** State of a stack that a rollback restores besides its resources. */
export type Restore = () => void;

/** Deletes all that the creation of a stack has made. Returns the resources that could not be deleted. */
export async function rollBackCreation(
  { stack, stacks, targets }: Deployment,
  reason: string,
): Promise<readonly string[]> {
  stacks.setStatus(stack, 'ROLLBACK_IN_PROGRESS', reason);
  const failures = await cleanUp(stack, stacks, targets, () => true, {
    retains: isRetainedOnRollback,
    keepsFailed: true,
  });
  const failed = failures.map((failure) => failure.split(':', 1)[0]).join(', ');
  if (failures.length === 0) stacks.setStatus(stack, 'ROLLBACK_COMPLETE');
  else
    stacks.setStatus(stack, 'ROLLBACK_FAILED', `The following resource(s) failed to delete: [${failed}]. `);
  return failures;
}

/**
 * Puts every touched resource back, each after those that it needs, and then deletes what the update has made. A resource
 * that does not return leaves the stack in UPDATE_ROLLBACK_FAILED, until the rollback is continued. Returns the failures.
 */
export async function rollBackUpdate(
  deployment: Deployment,
  reason: string | undefined,
  restore: Restore,
): Promise<readonly Error[]> {
  const { stack, stacks, targets, touched, before } = deployment;
  stacks.setStatus(stack, 'UPDATE_ROLLBACK_IN_PROGRESS', reason);
  const formers = [...touched.keys()].flatMap((logicalId) => before.get(logicalId) ?? []);
  const failures = await inOrder(formers, {
    waits: ({ type }) => isCustomResource(type),
    run: (former) => putBack(deployment, former),
  });
  if (failures.length > 0) {
    const errors = toErrors(failures);
    stack.continueRollback = async (skipped) => {
      for (const logicalId of skipped) giveUp(deployment, logicalId);
      await rollBackUpdate(deployment, undefined, restore);
    };
    stacks.setStatus(stack, 'UPDATE_ROLLBACK_FAILED', stackReason(errors));
    return errors;
  }
  delete stack.continueRollback;
  for (const logicalId of touched.keys()) discard(deployment, logicalId);
  for (const former of before.values()) restorePolicies(deployment, former);
  restore();
  stacks.setStatus(stack, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
  await cleanUp(stack, stacks, targets, () => false);
  stacks.setStatus(stack, 'UPDATE_ROLLBACK_COMPLETE');
  return [];
}

/** Puts a resource back to its old properties, or to the physical resource that was replaced. */
async function putBack(deployment: Deployment, former: StackResource): Promise<void> {
  const { stack, stacks, touched } = deployment;
  const { logicalId, type } = former;
  const how = touched.get(logicalId);
  if (how === undefined) return;
  const record = (status: string, reason?: string): void =>
    stacks.recordResource(stack, { logicalId, type, physicalId: former.deployed.ref }, status, reason);
  record('UPDATE_IN_PROGRESS');
  try {
    if (how.kind === 'updated') await update(deployment, former, how.properties);
    else reclaim(deployment, former);
  } catch (cause) {
    record('UPDATE_FAILED', reasonOf(cause));
    throw new FailedResource(logicalId, type, 'update', reasonOf(cause), { cause });
  }
  touched.delete(logicalId);
  record('UPDATE_COMPLETE');
}

async function update(
  deployment: Deployment,
  former: StackResource,
  attempted: StackResource['properties'],
): Promise<void> {
  const { stack, stacks } = deployment;
  const present = stack.resources.get(former.logicalId) ?? former;
  const changed = { ...present, properties: attempted };
  const resource = resourceOf(stack, former, former.generation);
  try {
    const { ref, attributes, masked } = await updateInPlace(deployment, resource, changed);
    stacks.setResource(stack, { ...former, deployed: { ref, attributes, masked } });
    const replacesItself = handlerOf(former.type).replacesItself === true;
    if (replacesItself && ref !== present.deployed.ref) stacks.leave(stack, changed, false);
  } catch (cause) {
    if (cause instanceof ResourceFailure && cause.left.ref !== present.deployed.ref)
      stacks.leave(stack, { ...former, deployed: cause.left }, false);
    throw cause;
  }
}

/** Makes the former physical resource the stack's again. The cleanup deletes the one that replaced it. */
function reclaim({ stack, stacks }: Deployment, former: StackResource): void {
  const present = stack.resources.get(former.logicalId);
  if (present !== undefined && present.deployed.ref !== former.deployed.ref)
    stacks.leave(stack, present, isRetainedOnRollback(present));
  const own = stack.leftovers.find(({ resource }) => resource.deployed.ref === former.deployed.ref);
  if (own !== undefined) stacks.deleteLeftover(stack, own);
  stacks.setResource(stack, former);
}

/** Moves a resource that the update has created to the leftovers. */
function discard({ stack, stacks, touched, before }: Deployment, logicalId: string): void {
  const present = stack.resources.get(logicalId);
  if (!before.has(logicalId) && present !== undefined) {
    stacks.leave(stack, present, isRetainedOnRollback(present));
    stacks.forgetResource(stack, logicalId);
  }
  touched.delete(logicalId);
}

/** Restores what the template says of a resource besides its properties. */
function restorePolicies({ stack, stacks }: Deployment, former: StackResource): void {
  const present = stack.resources.get(former.logicalId);
  if (present !== undefined) stacks.setResource(stack, { ...former, deployed: present.deployed });
}

/** Counts a resource as rolled back although it is not (ResourcesToSkip). */
function giveUp({ stack, stacks, touched, before }: Deployment, logicalId: string): void {
  const former = before.get(logicalId);
  if (former === undefined || !touched.delete(logicalId)) return;
  stacks.setResource(stack, former);
}
