import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Stack, StackResource, Stacks } from '../cloudformation/stacks';
import { isInput } from '../gateway/input';
import { codeChangesInterfaces } from '../iam/network-interfaces';
import { AwsError } from '../service';
import type { StackArtifact } from './assembly';
import {
  type DeployedResource,
  type DeployTargets,
  type FormerResource,
  type Resource,
  TemplateError,
} from './handler';
import { resolve, type Scope } from './intrinsics';
import { creationOrder } from './order';
import { handlerOf } from './resources/handlers';
import { stackScope } from './stack-scope';

/** Creates, updates and deletes the resources of a stack until they match the template. */
export async function deployStack(
  artifact: StackArtifact,
  stacks: Stacks,
  targets: DeployTargets,
): Promise<Stack> {
  const { template, name } = artifact;
  const stack = stacks.begin(name);
  stack.template = artifact.text;
  stack.isProtected = artifact.isProtected;
  const scope = stackScope(stack, template, stacks, targets);
  const wanted = Object.fromEntries(
    Object.entries(template.Resources).filter(
      ([, { Condition }]) => Condition === undefined || scope.condition(Condition),
    ),
  );
  try {
    for (const logicalId of creationOrder(wanted)) {
      const resource = wanted[logicalId];
      if (resource === undefined) continue;
      await within(`${name}/${logicalId} (${resource.Type})`, async () => {
        const keepsSecrets = resource.Type === 'AWS::Events::Connection';
        const resolved = resolve(resource.Properties, { ...scope, keepsSecrets });
        const properties = isInput(resolved) ? resolved : {};
        await converge(stack, toResource(stack, logicalId, resource.Type, properties), stacks, targets);
        stacks.setDeletionPolicy(stack, logicalId, resource.DeletionPolicy);
      });
    }
    const refused = codeChangesInterfaces(
      targets.functions.definitions(),
      targets.permissions,
      targets.context,
    );
    if (refused !== undefined) throw new TemplateError(`${name}: ${refused}`);
    await removeGone(stack, new Set(Object.keys(wanted)), stacks, targets);
    await within(`outputs of ${name}`, async () => {
      for (const [key, { Value, Description, Condition, Export }] of Object.entries(template.Outputs)) {
        if (Condition !== undefined && !scope.condition(Condition)) continue;
        const exportName = Export === undefined ? undefined : String(resolve(Export.Name, scope));
        const { value, masked } = resolveWatched(Value, scope, stack);
        stack.outputs.set(key, { value: String(value), description: Description, exportName, masked });
      }
    });
    stacks.complete(stack);
    return stack;
  } catch (cause) {
    stacks.fail(stack, cause instanceof Error ? cause.message : String(cause));
    throw cause;
  }
}

/** Value of an output, and whether it has an attribute that is not shown. */
function resolveWatched(
  value: unknown,
  scope: Scope,
  stack: Stack,
): { readonly value: unknown; readonly masked: boolean } {
  let masked = false;
  const watched: Scope = {
    ...scope,
    attribute(logicalId, name) {
      masked ||= stack.resources.get(logicalId)?.deployed.masked === true;
      return scope.attribute(logicalId, name);
    },
  };
  return { value: resolve(value, watched), masked };
}

async function converge(
  stack: Stack,
  resource: Resource,
  stacks: Stacks,
  targets: DeployTargets,
): Promise<void> {
  const { logicalId, type, properties } = resource;
  const handler = handlerOf(type);
  const former = stack.resources.get(logicalId);
  if (former !== undefined && former.type === type && isDeepStrictEqual(former.properties, properties))
    return;
  const at = targets.context.clock.now();
  const record = ({ ref, attributes, masked }: DeployedResource): void =>
    stacks.setResource(stack, {
      logicalId,
      type,
      properties,
      deployed: { ref, attributes, ...(masked === true ? { masked } : {}) },
      at,
      lasts: handler.lasts === true,
    });
  const create = async (): Promise<void> => {
    const interrupted = handler.lasts === true && stacks.beginResource(stack, logicalId);
    const made = await handler.create({ ...resource, interrupted }, targets);
    // An adopted resource may have the properties of an earlier template.
    const adopted = { ...made, stackId: stack.id, logicalId, type, properties };
    record((interrupted && (await handler.update?.(resource, adopted, targets))) || made);
  };
  if (former === undefined) return create();
  if (former.type === type && handler.update !== undefined)
    return record(await handler.update(resource, formerOf(stack, former), targets));
  await remove(stack, former, targets);
  stacks.deleteResource(stack, logicalId);
  await create();
}

/**
 * Deletes resources that are no longer in the template, last created first. A resource that cannot be
 * deleted, such as an endpoint with a task, is skipped, and the deployment continues, as in CloudFormation's
 * cleanup (https://repost.aws/knowledge-center/cloudformation-stack-cleanup-stuck). Unlike there, the stack
 * keeps it, and the next deployment tries again.
 */
async function removeGone(
  stack: Stack,
  wanted: ReadonlySet<string>,
  stacks: Stacks,
  targets: DeployTargets,
): Promise<void> {
  for (const resource of [...stack.resources.values()].reverse()) {
    const { logicalId, type } = resource;
    if (wanted.has(logicalId)) continue;
    if (isRetained(resource)) {
      stacks.deleteResource(stack, logicalId, 'DELETE_SKIPPED');
      continue;
    }
    try {
      await remove(stack, resource, targets);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      targets.context.log(`${stack.name}/${logicalId} (${type}) was not deleted: ${why}`);
      continue;
    }
    stacks.deleteResource(stack, logicalId);
  }
}

/** RetainExceptOnCreate retains, too, except when a creation is rolled back, which this cloud never does. */
export function isRetained({ deletionPolicy }: Pick<StackResource, 'deletionPolicy'>): boolean {
  return deletionPolicy === 'Retain' || deletionPolicy === 'RetainExceptOnCreate';
}

/** A missing resource was removed by a process that crashed before it recorded that. */
export async function remove(stack: Stack, resource: StackResource, targets: DeployTargets): Promise<void> {
  try {
    await handlerOf(resource.type).remove?.(formerOf(stack, resource), targets);
  } catch (cause) {
    if (!(cause instanceof AwsError && gone.has(cause.code))) throw cause;
  }
}

function formerOf(stack: Stack, { logicalId, type, properties, deployed }: StackResource): FormerResource {
  return { ...deployed, stackId: stack.id, logicalId, type, properties };
}

/** Error codes of S3, DynamoDB and DMS for something that does not exist. */
const gone: ReadonlySet<string> = new Set([
  'NoSuchBucket',
  'ResourceNotFoundException',
  'ResourceNotFoundFault',
]);

function toResource(
  { name: stack, id: stackId }: Stack,
  logicalId: string,
  type: string,
  properties: Resource['properties'],
): Resource {
  return {
    stack,
    stackId,
    logicalId,
    type,
    properties,
    interrupted: false,
    generatedName(longest = 64) {
      const suffix = createHash('sha256').update(`${stack}/${logicalId}`).digest('hex').slice(0, 8);
      return `${`${stack}-${logicalId}`.slice(0, longest - 9)}-${suffix}`;
    },
  };
}

async function within<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new TemplateError(`${place}: ${message}`, { cause });
  }
}
