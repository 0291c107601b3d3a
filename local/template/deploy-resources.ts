import type { Stack } from '../cloudformation/stack';
import type { Stacks } from '../cloudformation/stacks';
import { unsupported } from '../unsupported';
import { Template } from './assembly';
import { deployStack } from './deploy-stack';
import { type DeployTargets, TemplateError } from './handler';

/** Services of a cloud that has no functions, roles and assets of templates. */
export type StackServices = Pick<DeployTargets, 'context' | 'dms' | 'ssm' | 'scheduler' | 'customResources'>;

/** Creates or updates a stack with these resources and outputs. Throws when it fails, after the rollback. */
export function deployResources(
  name: string,
  Resources: Readonly<Record<string, object>>,
  stacks: Stacks,
  services: StackServices,
  Outputs: Readonly<Record<string, object>> = {},
): Promise<Stack> {
  const artifact = {
    name,
    template: Template.parse({ Resources, Outputs }),
    text: '',
    isProtected: false,
    assets: [],
  };
  return deployStack(artifact, stacks, onlyWith(services));
}

/** Targets that refuse every other service by name. */
function onlyWith(services: StackServices): DeployTargets {
  const known: object = { ...services, functions: { definitions: () => [] }, permissions: {} };
  return new Proxy(known as DeployTargets, {
    get(targets, name) {
      if (!Reflect.has(targets, name)) throw new TemplateError(unsupported(`the service ${String(name)}`));
      return Reflect.get(targets, name);
    },
  });
}
