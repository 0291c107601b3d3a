import type { Stacks } from '../cloudformation/stacks';
import { readAssembly, type StackArtifact } from './assembly';
import { type DeployOptions, deployStack } from './deploy-stack';
import { type DeployTargets, TemplateError } from './handler';
import { DeploymentFailed } from './update/failures';
import { publishAssets } from './publish-assets';
import { isSupported } from './resources/handlers';

/**
 * Deploys a synthesized assembly, or updates what is deployed to match it. Unsupported resource types are
 * refused, all at once, before anything is created.
 */
export async function deploy(
  assembly: string,
  stacks: Stacks,
  targets: DeployTargets,
  options: DeployOptions = {},
): Promise<void> {
  const artifacts = readAssembly(assembly);
  const refused = artifacts.flatMap(({ name, template }) =>
    Object.entries(template.Resources)
      .filter(([, { Type }]) => !isSupported(Type))
      .map(([logicalId, { Type }]) => `${name}/${logicalId}: ${Type}`),
  );
  if (refused.length > 0)
    throw new TemplateError(
      `the local cloud does not support these resources (see local/BEHAVIOUR.md); nothing was deployed:\n  ${refused.join('\n  ')}`,
    );
  const stopListening = options.onEvent === undefined ? undefined : stacks.listen(options.onEvent);
  try {
    await publishAssets(artifacts, targets);
    await deployInOrder(artifacts, stacks, targets, options);
  } finally {
    stopListening?.();
  }
}

async function deployInOrder(
  artifacts: readonly StackArtifact[],
  stacks: Stacks,
  targets: DeployTargets,
  options: DeployOptions,
): Promise<void> {
  const deployed: string[] = [];
  for (const artifact of artifacts) {
    const stack = await deployStack(artifact, stacks, targets, options).catch((cause: unknown) => {
      if (cause instanceof DeploymentFailed) cause.message += deployedBefore(deployed);
      throw cause;
    });
    deployed.push(stack.name);
    targets.context.log(`deployed ${stack.name}: ${stack.resources.size} resources`);
  }
}

/** Part of a message: as with `cdk deploy`, a failure does not undo the stacks before it. */
function deployedBefore(stacks: readonly string[]): string {
  if (stacks.length === 0) return '';
  return `\n${new Intl.ListFormat('en-GB').format(stacks)} ${stacks.length === 1 ? 'was' : 'were'} deployed before`;
}
