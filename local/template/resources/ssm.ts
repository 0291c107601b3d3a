import { optionalText, requiredText } from '../../gateway/input';
import type { DeployedResource, DeployTargets, Resource, ResourceHandler } from '../handler';

/** AWS::SSM::Parameter. */
export const parameter: ResourceHandler = {
  lasts: true,
  create: put,
  update(resource, former, targets) {
    const made = put(resource, targets);
    if (made.ref !== former.ref) targets.ssm.remove(former.ref);
    return made;
  },
  remove: ({ ref }, { ssm }) => ssm.remove(ref),
};

function put({ properties, generatedName }: Resource, { ssm }: DeployTargets): DeployedResource {
  const name = optionalText(properties, 'Name') ?? generatedName();
  const type = requiredText(properties, 'Type');
  const value = requiredText(properties, 'Value');
  ssm.put(name, value, type, optionalText(properties, 'Description'));
  return { ref: name, attributes: { Type: type, Value: value } };
}
