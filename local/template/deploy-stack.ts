import type { Stack } from '../cloudformation/stack';
import type { StackListener, Stacks } from '../cloudformation/stacks';
import { isInput } from '../gateway/input';
import { codeChangesInterfaces } from '../iam/network-interfaces';
import type { StackArtifact, Template, TemplateResource } from './assembly';
import { type DeployTargets, TemplateError } from './handler';
import { resolve, type Scope } from './intrinsics';
import { creationOrder, needsOf } from './order';
import { namesToImport } from './import-existing';
import { prepareStack } from './prepare-stack';
import { isCustomResource } from './resources/custom-resource';
import { stackScope } from './stack-scope';
import { applyResource } from './update/apply-resource';
import type { Deployment } from './update/deployment';
import { DeploymentFailed, FailedResource, reasonOf, stackReason, toErrors } from './update/failures';
import { inOrder } from './update/in-order';
import { assertExportsSame, assertExportsStay, outputsOf } from './update/outputs';
import { cleanUp } from './update/remove-resource';
import { rollBackCreation, rollBackUpdate } from './update/roll-back';

export interface DeployOptions {
  /** Resources that remained of a deleted stack become part of the new one, as with `cdk deploy --import-existing-resources`. */
  readonly importExisting?: boolean;
  /** Receives the events of all stacks during the deployment. */
  readonly onEvent?: StackListener;
}

/**
 * Creates or updates a stack until it matches the template, and then deletes what it no longer needs. After a failure
 * everything is put back.
 */
export async function deployStack(
  artifact: StackArtifact,
  stacks: Stacks,
  targets: DeployTargets,
  { importExisting = false }: DeployOptions = {},
): Promise<Stack> {
  const { template, name } = artifact;
  await prepareStack(name, template, stacks, targets);
  const imported = namesToImport(template, stacks, importExisting);
  const stack = stacks.begin(name);
  const restore = startingPoint(stack);
  const cancelling = new AbortController();
  const deployment: Deployment = {
    stack,
    stacks,
    targets,
    before: new Map(stack.resources),
    touched: new Map(),
    cancelled: cancelling.signal,
  };
  const imports = new Set<string>();
  const scope = stackScope(stack, template, stacks, targets, imports);
  stack.isProtected = artifact.isProtected;
  stack.template = artifact.text;
  const isCreation = stack.status === 'CREATE_IN_PROGRESS';
  const causes = await attempt(deployment, template, scope, () => cancelling.abort());
  if (causes.length === 0) {
    stack.imports = imports;
    // A rollback leaves what existed before.
    for (const group of imported) stacks.retainedLogGroups.delete(group);
    return finish(deployment, wantedOf(template, scope), isCreation);
  }
  if (isCreation) {
    const failures = await rollBackCreation(deployment, stackReason(causes));
    throw new DeploymentFailed(name, stack.status, causes, failures.join('; '));
  }
  const failures = await rollBackUpdate(deployment, stackReason(causes), restore);
  throw new DeploymentFailed(name, stack.status, causes, failures.map(({ message }) => message).join('; '));
}

/** Returns what restores the parts of the stack that are not resources. */
function startingPoint(stack: Stack): () => void {
  const { template, imports, isProtected } = stack;
  return () => {
    stack.imports = imports;
    stack.isProtected = isProtected;
    if (template === undefined) delete stack.template;
    else stack.template = template;
  };
}

function wantedOf({ Resources }: Template, scope: Scope): Readonly<Record<string, TemplateResource>> {
  return Object.fromEntries(
    Object.entries(Resources).filter(
      ([, { Condition }]) => Condition === undefined || scope.condition(Condition),
    ),
  );
}

/** Applies the resources, and then the outputs. Returns the failures. */
async function attempt(
  deployment: Deployment,
  template: Template,
  scope: Scope,
  cancel: () => void,
): Promise<readonly Error[]> {
  const { stack, stacks, targets } = deployment;
  try {
    assertExportsStay(template, scope, stack, stacks);
    const wanted = wantedOf(template, scope);
    const items = creationOrder(wanted).flatMap((logicalId) => {
      const resource = wanted[logicalId];
      return resource === undefined ? [] : [{ logicalId, resource, needs: needsOf(resource, wanted) }];
    });
    const failures = await inOrder(items, {
      waits: ({ resource }) => isCustomResource(resource.Type),
      run: (item) => applyItem(deployment, item, scope),
      failed: cancel,
    });
    if (failures.length > 0) return toErrors(failures);
    const refused = codeChangesInterfaces(
      targets.functions.definitions(),
      targets.permissions,
      targets.context,
    );
    if (refused !== undefined) throw new TemplateError(`${stack.name}: ${refused}`);
    const outputs = outputsOf(template, scope, stack);
    assertExportsSame(outputs, stack, stacks);
    stack.outputs = outputs;
    return [];
  } catch (cause) {
    return toErrors([cause]);
  }
}

interface Item {
  readonly logicalId: string;
  readonly resource: TemplateResource;
  readonly needs: readonly string[];
}

async function applyItem(
  deployment: Deployment,
  { logicalId, resource, needs }: Item,
  scope: Scope,
): Promise<void> {
  const {
    Type: type,
    Properties,
    DeletionPolicy: deletionPolicy,
    UpdateReplacePolicy: replacePolicy,
  } = resource;
  const wanted = { logicalId, type, needs, deletionPolicy, replacePolicy };
  let properties: unknown;
  try {
    properties = resolve(Properties, { ...scope, keepsSecrets: type === 'AWS::Events::Connection' });
  } catch (cause) {
    const action = deployment.before.has(logicalId) ? 'update' : 'create';
    throw new FailedResource(logicalId, type, action, reasonOf(cause), { cause });
  }
  await applyResource(deployment, { ...wanted, properties: isInput(properties) ? properties : {} });
}

async function finish(
  { stack, stacks, targets }: Deployment,
  wanted: Readonly<Record<string, unknown>>,
  isCreation: boolean,
): Promise<Stack> {
  if (!isCreation) stacks.setStatus(stack, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
  const failures = await cleanUp(
    stack,
    stacks,
    targets,
    ({ logicalId }) => !Object.hasOwn(wanted, logicalId),
  );
  if (isCreation) stacks.setStatus(stack, 'CREATE_COMPLETE');
  else
    stacks.setStatus(
      stack,
      'UPDATE_COMPLETE',
      failures.length === 0 ? undefined : 'Update successful. One or more resources could not be deleted.',
    );
  return stack;
}
