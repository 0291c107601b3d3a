import { members, optionalText, requiredText } from '../../gateway/input';
import type { DeployedResource, DeployTargets, Resource, ResourceHandler } from '../handler';

/** AWS::Glue::Database. A database that is deployed again under its name keeps its tables. */
export const glueDatabase: ResourceHandler = {
  lasts: true,
  create: put,
  update(resource, former, targets) {
    const made = put(resource, targets);
    if (made.ref !== former.ref) targets.glue.removeDatabase(former.ref);
    return made;
  },
  remove: ({ ref }, { glue }) => glue.removeDatabase(ref),
};

function put({ properties }: Resource, { glue }: DeployTargets): DeployedResource {
  const input = members(properties, 'DatabaseInput');
  const name = requiredText(input, 'Name');
  glue.putDatabase(name, optionalText(input, 'Description'));
  return { ref: name, attributes: {} };
}
