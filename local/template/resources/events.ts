import { inputs, optionalText } from '../../gateway/input';
import { callService } from '../call-service';
import type { DeployedResource, DeployTargets, Resource, ResourceHandler } from '../handler';

/** AWS::Events::Rule on the default bus. */
export const rule: ResourceHandler = {
  create: put,
  async update(resource, former, targets) {
    await remove(former, targets);
    return put(resource, targets);
  },
  remove,
};

async function put(
  { properties, generatedName }: Resource,
  { eventBus }: DeployTargets,
): Promise<DeployedResource> {
  const name = optionalText(properties, 'Name') ?? generatedName();
  const { EventPattern, Targets, Name, ...rest } = properties;
  const { RuleArn } = await callService(eventBus, 'PutRule', {
    ...rest,
    Name: name,
    ...(EventPattern === undefined ? {} : { EventPattern: JSON.stringify(EventPattern) }),
  });
  const targets = inputs(properties, 'Targets');
  if (targets.length > 0) await callService(eventBus, 'PutTargets', { Rule: name, Targets: targets });
  return { ref: name, attributes: { Arn: RuleArn } };
}

async function remove({ ref }: DeployedResource, { eventBus }: DeployTargets): Promise<void> {
  const { Targets } = await callService(eventBus, 'ListTargetsByRule', { Rule: ref });
  const Ids = inputs({ Targets }, 'Targets').map(({ Id }) => String(Id));
  if (Ids.length > 0) await callService(eventBus, 'RemoveTargets', { Rule: ref, Ids });
  await callService(eventBus, 'DeleteRule', { Name: ref });
}
