import { inputs, isInput, members, optionalText, requiredText } from '../../gateway/input';
import { callService } from '../call-service';
import type { DeployedResource, DeployTargets, Resource, ResourceHandler } from '../handler';
import { secretReference } from '../intrinsics';

/** Resources of EventBridge. */
export const eventHandlers: Readonly<Record<string, ResourceHandler>> = {
  'AWS::Events::Rule': {
    create: putRule,
    async update(resource, former, targets) {
      await removeRule(former, targets);
      return putRule(resource, targets);
    },
    remove: removeRule,
  },
  'AWS::Events::EventBus': {
    async create({ properties }, { eventBus }) {
      const name = requiredText(properties, 'Name');
      const { EventBusArn } = await callService(eventBus, 'CreateEventBus', properties);
      return { ref: name, attributes: { Arn: EventBusArn, Name: name } };
    },
    update: (_resource, former) => former,
    remove: async ({ ref }, { eventBus }) =>
      void (await callService(eventBus, 'DeleteEventBus', { Name: ref })),
  },
  'AWS::Events::Connection': {
    async create({ properties, generatedName }, { eventBus, secrets }) {
      const Name = optionalText(properties, 'Name') ?? generatedName();
      const values = await resolveSecrets(properties, secrets);
      await callService(eventBus, 'CreateConnection', { ...members({ values }, 'values'), Name });
      const { ConnectionArn, SecretArn } = await callService(eventBus, 'DescribeConnection', { Name });
      return { ref: Name, attributes: { Arn: ConnectionArn, SecretArn } };
    },
    remove: async ({ ref }, { eventBus }) =>
      void (await callService(eventBus, 'DeleteConnection', { Name: ref })),
  },
  'AWS::Events::ApiDestination': {
    async create({ properties, generatedName }, { eventBus }) {
      const Name = optionalText(properties, 'Name') ?? generatedName();
      const { ApiDestinationArn } = await callService(eventBus, 'CreateApiDestination', {
        ...properties,
        Name,
      });
      return { ref: Name, attributes: { Arn: ApiDestinationArn } };
    },
    remove: async ({ ref }, { eventBus }) =>
      void (await callService(eventBus, 'DeleteApiDestination', { Name: ref })),
  },
};

async function putRule(
  { properties, generatedName }: Resource,
  { eventBus }: DeployTargets,
): Promise<DeployedResource> {
  const name = optionalText(properties, 'Name') ?? generatedName();
  const { EventPattern, Targets, Name, ...rest } = properties;
  const bus = optionalText(properties, 'EventBusName');
  const ofBus = bus === undefined ? {} : { EventBusName: bus };
  const { RuleArn } = await callService(eventBus, 'PutRule', {
    ...rest,
    Name: name,
    ...(EventPattern === undefined ? {} : { EventPattern: JSON.stringify(EventPattern) }),
  });
  const targets = inputs(properties, 'Targets');
  if (targets.length > 0)
    await callService(eventBus, 'PutTargets', { Rule: name, Targets: targets, ...ofBus });
  const busName = bus?.slice(bus.lastIndexOf('/') + 1) ?? 'default';
  return { ref: busName === 'default' ? name : `${busName}|${name}`, attributes: { Arn: RuleArn } };
}

async function removeRule({ ref }: DeployedResource, { eventBus }: DeployTargets): Promise<void> {
  const [name = '', bus = 'default'] = ref.split('|').reverse();
  const { Targets } = await callService(eventBus, 'ListTargetsByRule', { Rule: name, EventBusName: bus });
  const Ids = inputs({ Targets }, 'Targets').map(({ Id }) => String(Id));
  if (Ids.length > 0) await callService(eventBus, 'RemoveTargets', { Rule: name, Ids, EventBusName: bus });
  await callService(eventBus, 'DeleteRule', { Name: name, EventBusName: bus });
}

/** Properties with the values of the secrets that they refer to. The stack keeps the references. */
async function resolveSecrets(value: unknown, secrets: DeployTargets['secrets']): Promise<unknown> {
  if (typeof value === 'string') {
    const [, name, key = ''] = secretReference.exec(value) ?? [];
    if (name === undefined) return value;
    const text = await secrets.read(name);
    return key === '' ? text : requiredText(JSON.parse(text), key);
  }
  if (!isInput(value)) return value;
  const entries = Object.entries(value).map(
    async ([name, member]) => [name, await resolveSecrets(member, secrets)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}
