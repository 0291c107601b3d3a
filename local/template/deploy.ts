import type { Stacks } from '../cloudformation/stacks';
import { readAssembly } from './assembly';
import { deployStack } from './deploy-stack';
import { type DeployTargets, TemplateError } from './handler';
import { publishAssets } from './publish-assets';
import { isSupported } from './resources/handlers';

/**
 * Deploys a synthesized assembly, or updates what is deployed to match it. Unsupported resource types are
 * refused, all at once, before anything is created.
 */
export async function deploy(assembly: string, stacks: Stacks, targets: DeployTargets): Promise<void> {
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
  await publishAssets(artifacts, targets);
  for (const artifact of artifacts) {
    const stack = await deployStack(artifact, stacks, targets);
    targets.context.log(`deployed ${stack.name}: ${stack.resources.size} resources`);
  }
}
