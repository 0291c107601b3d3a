import { inputs, isInput, list } from '../../gateway/input';
import type { Input } from '../../service';
import {
  arnOf,
  type Context,
  type Facts,
  type Need,
  type NeedsCall,
  type NeedsTable,
  named,
  onAnything,
  passRole,
  type Row,
} from './need';

/** Tags of the resource, under the global condition key and under DMS's own. */
function resourceTags(facts: Facts, arn: string): Context {
  const kind = arn.split(':')[5] ?? '';
  if (kind === 'task' && facts.taskCreation?.hidesTags === true) return {};
  const own = ownTagKeys[kind];
  return Object.fromEntries(
    [...facts.dmsTags(arn)].flatMap(([key, value]) => [
      [`aws:resourcetag/${key.toLowerCase()}`, value],
      ...(own === undefined ? [] : [[`${own}/${key.toLowerCase()}`, value]]),
    ]),
  );
}

const ownTagKeys: Readonly<Record<string, string>> = {
  endpoint: 'dms:endpoint-tag',
  rep: 'dms:rep-tag',
  subgrp: 'dms:subgrp-tag',
  task: 'dms:task-tag',
};

/** Tags that the request adds or removes. */
function requestTags(input: Input): Context {
  const tags = inputs(input, 'Tags').map(({ Key, Value }) => [String(Key), String(Value ?? '')] as const);
  const removed = list(input, 'TagKeys').map(String);
  const keys = [...tags.map(([key]) => key), ...removed];
  if (keys.length === 0) return {};
  return {
    'aws:tagkeys': keys,
    ...Object.fromEntries(
      tags.flatMap(([key, value]) => [
        [`aws:requesttag/${key.toLowerCase()}`, value],
        [`dms:req-tag/${key.toLowerCase()}`, value],
      ]),
    ),
  };
}

/** Operation on each of the resources that the members name. */
function on(operation: string, ...members: readonly string[]): NeedsTable {
  const row: Row = ({ input, facts }) =>
    members.map((member): Need => {
      const resource = named(input, member);
      const context = { ...requestTags(input), ...resourceTags(facts, resource) };
      return { action: `dms:${operation}`, resource, context };
    });
  return { [operation]: row };
}

/**
 * ARN of a resource that an operation creates. It ends in the ResourceIdentifier, in the name of a subnet group, or in what AWS
 * will choose.
 */
function newArn({ input, facts }: NeedsCall, kind: string): string {
  const name = kind === 'subgrp' ? 'ReplicationSubnetGroupIdentifier' : 'ResourceIdentifier';
  const given = named(input, name);
  if (kind === 'task')
    return arnOf(facts, 'dms', `task:${facts.taskCreation?.arn === 'asterisk' ? '*' : idOf(given)}`);
  return arnOf(facts, 'dms', `${kind}:${kind === 'subgrp' ? given.toLowerCase() : given}`);
}

/** Without a ResourceIdentifier, DMS chooses the id: a policy cannot name it. */
function idOf(given: string): string {
  return given === '*' ? 'CHOSENBYDMS' : given;
}

/**
 * Operation that creates a resource, of its own ARN or of the resources that the members name. Tags in the request need
 * AddTagsToResource too.
 */
function making(operation: string, kind: string, ...members: readonly string[]): NeedsTable {
  const row: Row = (call) => {
    const { input } = call;
    const context = requestTags(input);
    const made =
      members.length === 0
        ? [{ action: `dms:${operation}`, resource: newArn(call, kind), context }, ...usedBy(call, operation)]
        : (on(operation, ...members)[operation]?.(call) ?? []);
    const own =
      kind === 'task' && call.facts.taskCreation?.isResource === true
        ? [{ action: `dms:${operation}`, resource: newArn(call, kind), context }]
        : [];
    const tagging =
      inputs(input, 'Tags').length === 0
        ? []
        : [{ action: 'dms:AddTagsToResource', resource: newArn(call, kind), context }];
    return [...made, ...own, ...tagging, ...passRole('dms.amazonaws.com', ...rolesIn(input))];
  };
  return { [operation]: row };
}

/** Further resources of a creation: the subnet group of an instance, the certificate of an endpoint. */
function usedBy({ input, facts }: NeedsCall, operation: string): readonly Need[] {
  const group = named(input, 'ReplicationSubnetGroupIdentifier').toLowerCase();
  const certificate = named(input, 'CertificateArn');
  const used =
    operation === 'CreateReplicationInstance' && group !== '*'
      ? arnOf(facts, 'dms', `subgrp:${group}`)
      : operation === 'CreateEndpoint' && certificate !== '*'
        ? certificate
        : undefined;
  if (used === undefined) return [];
  return [
    {
      action: `dms:${operation}`,
      resource: used,
      context: { ...requestTags(input), ...resourceTags(facts, used) },
    },
  ];
}

/** Roles that the settings of an endpoint pass to DMS, at any depth. */
function rolesIn(value: unknown): readonly unknown[] {
  if (!isInput(value)) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    /AccessRoleArn$/.test(name) ? [member] : rolesIn(member),
  );
}

/** A subnet group is known by its name, with which its ARN ends. */
const subnetGroup: Row = ({ input, facts }) => {
  const name = named(input, 'ReplicationSubnetGroupIdentifier').toLowerCase();
  const resource = arnOf(facts, 'dms', `subgrp:${name}`);
  return [{ action: 'dms:DeleteReplicationSubnetGroup', resource, context: resourceTags(facts, resource) }];
};

const tagsOfMany: Row = ({ input, facts }) => {
  const many = list(input, 'ResourceArnList').map(String);
  return (many.length > 0 ? many : [named(input, 'ResourceArn')]).map((resource) => ({
    action: 'dms:ListTagsForResource',
    resource,
    context: resourceTags(facts, resource),
  }));
};

/**
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsdatabasemigrationservice.html
 */
export const dmsNeeds: NeedsTable = {
  ...onAnything(
    'dms',
    'DescribeAccountAttributes',
    'DescribeConnections',
    'DescribeEndpoints',
    'DescribeEvents',
    'DescribeReplicationInstances',
    'DescribeReplicationSubnetGroups',
    'DescribeReplicationTasks',
  ),
  ...making('CreateEndpoint', 'endpoint'),
  ...making('CreateReplicationInstance', 'rep'),
  ...making('CreateReplicationSubnetGroup', 'subgrp'),
  ...making(
    'CreateReplicationTask',
    'task',
    'SourceEndpointArn',
    'TargetEndpointArn',
    'ReplicationInstanceArn',
  ),
  ...making('ModifyEndpoint', 'endpoint', 'EndpointArn'),
  ...on('DeleteEndpoint', 'EndpointArn'),
  ...on('ModifyReplicationInstance', 'ReplicationInstanceArn'),
  ...on('DeleteReplicationInstance', 'ReplicationInstanceArn'),
  DeleteReplicationSubnetGroup: subnetGroup,
  ...on('TestConnection', 'EndpointArn', 'ReplicationInstanceArn'),
  ...on('RefreshSchemas', 'EndpointArn', 'ReplicationInstanceArn'),
  ...on('DescribeRefreshSchemasStatus', 'EndpointArn'),
  ...on('DescribeSchemas', 'EndpointArn'),
  ...on('DeleteConnection', 'EndpointArn', 'ReplicationInstanceArn'),
  ...on('ModifyReplicationTask', 'ReplicationTaskArn'),
  ...on('MoveReplicationTask', 'ReplicationTaskArn', 'TargetReplicationInstanceArn'),
  ...on('DeleteReplicationTask', 'ReplicationTaskArn'),
  ...on('StartReplicationTask', 'ReplicationTaskArn'),
  ...on('StopReplicationTask', 'ReplicationTaskArn'),
  ...on('ReloadTables', 'ReplicationTaskArn'),
  ...on('DescribeTableStatistics', 'ReplicationTaskArn'),
  ...on('AddTagsToResource', 'ResourceArn'),
  ...on('RemoveTagsFromResource', 'ResourceArn'),
  ListTagsForResource: tagsOfMany,
};
