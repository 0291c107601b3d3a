import { isDeepStrictEqual } from 'node:util';
import type { StackResource } from '../../cloudformation/stack';
import { unsupported } from '../../unsupported';
import { type DeployedResource, type Resource, ResourceFailure, TemplateError } from '../handler';
import { handlerOf } from '../resources/handlers';
import { explicitName, updateKind } from '../update-requires';
import { type Deployment, formerOf, resourceOf, type Wanted } from './deployment';
import { FailedResource, reasonOf } from './failures';
import { removePhysical } from './remove-resource';

/** Creates, updates or replaces a resource until it is as the template wants it. */
export async function applyResource(deployment: Deployment, wanted: Wanted): Promise<void> {
  const { stack, stacks, touched } = deployment;
  const { logicalId, type, properties } = wanted;
  const former = stack.resources.get(logicalId);
  if (former !== undefined && isDeepStrictEqual(former.properties, properties))
    return stacks.setResource(stack, { ...former, ...wanted });
  const action = former === undefined ? 'create' : 'update';
  const physicalId = former?.deployed.ref ?? '';
  const record = (status: string, reason?: string): void =>
    stacks.recordResource(stack, { logicalId, type, physicalId }, status, reason);
  try {
    if (former === undefined) {
      record('CREATE_IN_PROGRESS');
      touched.set(logicalId, { kind: 'created', properties });
      finish(deployment, wanted, 0, await create(deployment, wanted, 0), 'CREATE_COMPLETE');
      return;
    }
    const kind = updateKind(type, former.properties, properties);
    if (kind === 'unknown')
      throw new TemplateError(unsupported(`an update of ${type}, whose replacing properties are not known`));
    if (kind === 'named-replacement')
      throw new TemplateError(
        `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${explicitName(type, properties)} and update the stack again.`,
      );
    if (kind === 'in-place') {
      record('UPDATE_IN_PROGRESS');
      touched.set(logicalId, { kind: 'updated', properties });
      await update(deployment, wanted, former);
      return;
    }
    record('UPDATE_IN_PROGRESS', 'Requested update requires the creation of a new physical resource.');
    touched.set(logicalId, { kind: 'replaced', properties });
    const generation = former.generation + 1;
    const made = await create(deployment, wanted, generation);
    finish(deployment, wanted, generation, made, 'UPDATE_COMPLETE');
    stacks.leave(stack, former, retainsReplaced(former));
  } catch (cause) {
    const reason = reasonOf(cause);
    record(action === 'create' ? 'CREATE_FAILED' : 'UPDATE_FAILED', reason);
    if (cause instanceof ResourceFailure && cause.left.ref !== physicalId) {
      // The failed request has made another physical resource, and the former one is as it was.
      stacks.leave(stack, recordOf(deployment, wanted, former?.generation ?? 0, cause.left), false);
      if (former !== undefined) touched.set(logicalId, { kind: 'replaced', properties });
    }
    throw new FailedResource(logicalId, type, action, reason, { cause });
  }
}

async function create(
  { stack, stacks, targets, cancelled }: Deployment,
  wanted: Wanted,
  generation: number,
): Promise<DeployedResource> {
  const handler = handlerOf(wanted.type);
  const resource = resourceOf(stack, wanted, generation, cancelled);
  const interrupted = handler.lasts === true && stacks.beginResource(stack, wanted.logicalId);
  const made = await handler.create({ ...resource, interrupted }, targets);
  if (!interrupted || handler.update === undefined) return made;
  // An adopted resource may have the properties of an earlier template.
  const { logicalId, type, properties } = wanted;
  return handler.update(resource, { ...made, stackId: stack.id, logicalId, type, properties }, targets);
}

async function update(deployment: Deployment, wanted: Wanted, former: StackResource): Promise<void> {
  const { stack, stacks, touched, cancelled } = deployment;
  const resource = resourceOf(stack, wanted, former.generation, cancelled);
  const made = await updateInPlace(deployment, resource, former);
  finish(deployment, wanted, former.generation, made, 'UPDATE_COMPLETE');
  // Only the provider of a custom resource decides for itself that it has made another one.
  if (made.ref === former.deployed.ref || handlerOf(wanted.type).replacesItself !== true) return;
  touched.set(wanted.logicalId, { kind: 'replaced', properties: wanted.properties });
  stacks.leave(stack, former, retainsReplaced(former));
}

/** Updates a resource. One without an own way to update is deleted and created under its name. */
export async function updateInPlace(
  { stack, targets }: Pick<Deployment, 'stack' | 'targets'>,
  resource: Resource,
  former: StackResource,
): Promise<DeployedResource> {
  const handler = handlerOf(resource.type);
  if (handler.update !== undefined) return handler.update(resource, formerOf(stack, former), targets);
  await removePhysical(stack, former, targets);
  return handler.create(resource, targets);
}

function finish(
  deployment: Deployment,
  wanted: Wanted,
  generation: number,
  made: DeployedResource,
  status: 'CREATE_COMPLETE' | 'UPDATE_COMPLETE',
): void {
  const { stack, stacks } = deployment;
  stacks.setResource(stack, recordOf(deployment, wanted, generation, made));
  const { logicalId, type } = wanted;
  stacks.recordResource(stack, { logicalId, type, physicalId: made.ref }, status);
}

function recordOf(
  { targets }: Deployment,
  wanted: Wanted,
  generation: number,
  { ref, attributes, masked }: DeployedResource,
): StackResource {
  return {
    ...wanted,
    generation,
    deployed: { ref, attributes, ...(masked === true ? { masked } : {}) },
    at: targets.context.clock.now(),
    lasts: handlerOf(wanted.type).lasts === true,
  };
}

function retainsReplaced({ replacePolicy }: StackResource): boolean {
  return replacePolicy === 'Retain';
}
