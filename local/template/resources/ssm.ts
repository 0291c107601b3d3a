import { optionalText, requiredText } from '../../gateway/input';
import type { DeployedResource, DeployTargets, Resource, ResourceHandler } from '../handler';

/** AWS::SSM::Parameter. */
export const parameter: ResourceHandler = {
  lasts: true,
  create: put,
  update: (resource, _former, targets) => put(resource, targets),
  remove: ({ ref }, { ssm }) => ssm.remove(ref),
};

function put({ properties, generatedName }: Resource, { ssm }: DeployTargets): DeployedResource {
  const name = optionalText(properties, 'Name') ?? generatedName();
  const type = requiredText(properties, 'Type');
  const value = requiredText(properties, 'Value');
  ssm.put(name, value, type, optionalText(properties, 'Description'), optionalText(properties, 'Tier'));
  return { ref: name, attributes: { Type: type, Value: value } };
}
