import { isDeepStrictEqual } from 'node:util';
import { DrivenClock, sleep } from '../../clock';
import { inputs, isInput, optionalText } from '../../gateway/input';
import { AwsError, type Input } from '../../service';
import { unsupported } from '../../unsupported';
import { callPatiently, unlessThere } from '../call-service';
import { type DeployedResource, type DeployTargets, type ResourceHandler, TemplateError } from '../handler';
import { updateTags, withoutTags } from './dms-tags';

/** AWS::DMS::ReplicationSubnetGroup, ReplicationInstance and Endpoint, through the DMS API. */
export const dmsHandlers: Readonly<Record<string, ResourceHandler>> = {
  'AWS::DMS::ReplicationSubnetGroup': {
    lasts: true,
    async create({ properties, generatedName, interrupted }, { dms, context }) {
      const name = (
        optionalText(properties, 'ReplicationSubnetGroupIdentifier') ?? generatedName()
      ).toLowerCase();
      const input = { ...properties, ReplicationSubnetGroupIdentifier: name };
      const making = callPatiently(dms, context.clock, 'CreateReplicationSubnetGroup', input);
      await unlessThere(interrupted, making, alreadyThere);
      return { ref: name, attributes: {} };
    },
    async update({ type, properties }, former, targets) {
      if (!isDeepStrictEqual(withoutTags(properties), withoutTags(former.properties)))
        throw new TemplateError(unsupported(`an update of ${type} other than of its tags`));
      const { region, account } = targets.context;
      const arn = `arn:aws:dms:${region}:${account}:subgrp:${former.ref}`;
      await updateTags(arn, properties, former.properties, targets);
      return former;
    },
    remove: async ({ ref }, { dms, context }) =>
      void (await callPatiently(dms, context.clock, 'DeleteReplicationSubnetGroup', {
        ReplicationSubnetGroupIdentifier: ref,
      })),
  },
  'AWS::DMS::ReplicationInstance': {
    lasts: true,
    async create({ properties, generatedName, interrupted }, targets) {
      const name =
        optionalText(properties, 'ReplicationInstanceIdentifier') ?? generatedName(63).toLowerCase();
      // CloudFormation keeps AllowMajorVersionUpgrade for updates: the API's Create does not have it.
      const { AllowMajorVersionUpgrade: _onlyForUpdates, ...created } = properties;
      const input = { ...created, ReplicationInstanceIdentifier: name };
      const { dms, context } = targets;
      const making = callPatiently(dms, context.clock, 'CreateReplicationInstance', input);
      const answer =
        (await unlessThere(interrupted, making, alreadyThere)) ??
        (await find(targets, 'ReplicationInstance', 'replication-instance-id', name));
      const arn = memberText(answer, 'ReplicationInstance', 'ReplicationInstanceArn');
      await untilStatus(arn, 'available', targets);
      const addresses = ['10.0.0.10'];
      return {
        ref: arn,
        attributes: { ReplicationInstanceArn: arn, ReplicationInstancePrivateIpAddresses: addresses },
      };
    },
    async update({ properties }, former, targets) {
      const changed = Object.fromEntries(
        Object.entries(properties).filter(([name]) => modifiable.includes(name)),
      );
      await callPatiently(targets.dms, targets.context.clock, 'ModifyReplicationInstance', {
        ...changed,
        ReplicationInstanceArn: former.ref,
        ApplyImmediately: true,
      });
      await untilStatus(former.ref, 'available', targets);
      await updateTags(former.ref, properties, former.properties, targets);
      return former;
    },
    async remove({ ref }, targets) {
      const { dms, context } = targets;
      await callPatiently(dms, context.clock, 'DeleteReplicationInstance', { ReplicationInstanceArn: ref });
      // The subnet group is in use until then.
      await untilStatus(ref, undefined, targets);
    },
  },
  'AWS::DMS::Endpoint': {
    lasts: true,
    async create({ properties, generatedName, interrupted }, targets) {
      const { dms, context } = targets;
      const name = optionalText(properties, 'EndpointIdentifier') ?? generatedName();
      const input = { ...apiProperties(properties), EndpointIdentifier: name };
      const making = callPatiently(dms, context.clock, 'CreateEndpoint', input);
      const answer =
        (await unlessThere(interrupted, making, alreadyThere)) ??
        (await find(targets, 'Endpoint', 'endpoint-id', name));
      return endpoint(memberText(answer, 'Endpoint', 'EndpointArn'));
    },
    async update({ properties }, former, targets) {
      const { dms, context } = targets;
      const changed = apiProperties(withoutTags(properties));
      await callPatiently(dms, context.clock, 'ModifyEndpoint', { ...changed, EndpointArn: former.ref });
      await updateTags(former.ref, properties, former.properties, targets);
      return former;
    },
    remove: async ({ ref }, { dms, context }) =>
      void (await callPatiently(dms, context.clock, 'DeleteEndpoint', { EndpointArn: ref })),
  },
};

/** Properties of an instance that change without a replacement and that ModifyReplicationInstance has. */
const modifiable = [
  'AllocatedStorage',
  'AllowMajorVersionUpgrade',
  'AutoMinorVersionUpgrade',
  'EngineVersion',
  'MultiAZ',
  'PreferredMaintenanceWindow',
  'ReplicationInstanceClass',
  'ReplicationInstanceIdentifier',
  'VpcSecurityGroupIds',
];

const alreadyThere = 'ResourceAlreadyExistsFault';

/** `{ <kind>: ... }` of the resource with that identifier, as its Create operation returns it. */
async function find(
  { dms, context }: DeployTargets,
  kind: string,
  filter: string,
  identifier: string,
): Promise<Input> {
  // DMS keeps identifiers in lower case.
  const Filters = [{ Name: filter, Values: [identifier.toLowerCase()] }];
  const found = await callPatiently(dms, context.clock, `Describe${kind}s`, { Filters });
  return { [kind]: inputs(found, `${kind}s`)[0] };
}

function endpoint(arn: string): DeployedResource {
  return { ref: arn, attributes: { ExternalId: arn } };
}

/** Names that differ between CloudFormation and the API. */
const apiNames: Readonly<Record<string, string>> = {
  IbmDb2Settings: 'IBMDb2Settings',
  MicrosoftSqlServerSettings: 'MicrosoftSQLServerSettings',
  MySqlSettings: 'MySQLSettings',
  PostgreSqlSettings: 'PostgreSQLSettings',
};

function apiProperties(properties: Input): Input {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [apiNames[name] ?? name, value]),
  );
}

/** Waits for the instance, as CloudFormation does. A driven clock is advanced until then. Undefined: it is gone. */
async function untilStatus(
  arn: string,
  status: 'available' | undefined,
  { dms, context }: DeployTargets,
): Promise<void> {
  const { clock } = context;
  const isReached = async (): Promise<boolean> => {
    const Filters = [{ Name: 'replication-instance-arn', Values: [arn] }];
    const { ReplicationInstances } = await callPatiently(dms, clock, 'DescribeReplicationInstances', {
      Filters,
    }).catch((cause: unknown): Input => {
      if (cause instanceof AwsError && cause.code === 'ResourceNotFoundFault') return {};
      throw cause;
    });
    const [instance] = inputs({ ReplicationInstances: ReplicationInstances ?? [] }, 'ReplicationInstances');
    return instance?.['ReplicationInstanceStatus'] === status;
  };
  if (clock instanceof DrivenClock) return clock.advanceUntil(isReached, 3_600_000);
  for (let tries = 0; tries < 15_000; tries += 1) {
    if (await isReached()) return;
    await sleep(clock, 20);
  }
  throw new TemplateError(
    `the replication instance ${arn} was not ${status ?? 'deleted'} within five minutes`,
  );
}

function memberText(answer: Input, member: string, name: string): string {
  const found = answer[member];
  const value = isInput(found) ? found[name] : undefined;
  if (typeof value === 'string') return value;
  throw new TemplateError(`dms answered without ${member}.${name}`);
}
