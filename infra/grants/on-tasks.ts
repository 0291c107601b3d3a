import type { Grant, GrantTargets } from './grant';

/**
 * Any task, without a condition: its tags show if a task with a run's identifier is Lakeferry's,
 * see docs/pitfalls.md#leftover-tasks.
 */
export function readTags(t: GrantTargets): Grant {
  return { actions: ['dms:ListTagsForResource'], resources: [t.tasksArn] };
}

export const describeTasks: Grant = {
  actions: ['dms:DescribeReplicationTasks'],
  resources: ['*'],
  because: 'dms:DescribeReplicationTasks has no resource types',
};

export const describeResources: Grant = {
  actions: ['dms:DescribeEndpoints', 'dms:DescribeReplicationInstances'],
  resources: ['*'],
  because: 'neither action has resource types',
};

/** Endpoints that others own, before a run. */
export function describeNamedEndpoints({ namedEndpointArns }: GrantTargets): readonly Grant[] {
  if (namedEndpointArns.length === 0) return [];
  return [
    {
      actions: ['dms:DescribeEndpoints'],
      resources: ['*'],
      because: 'dms:DescribeEndpoints has no resource types',
    },
  ];
}

export function testConnections(t: GrantTargets): readonly Grant[] {
  return [
    {
      actions: ['dms:DescribeConnections'],
      resources: ['*'],
      because: 'dms:DescribeConnections has no resource types',
    },
    {
      actions: ['dms:TestConnection'],
      resources: [t.endpointsArn, t.instancesArn],
      conditions: taggedAsOwn(t),
    },
    ...onNamed(t, 'dms:TestConnection'),
  ];
}

/**
 * Between the environment's own and named endpoints on its own or named instance, and only with the
 * environment's tag, without which the task could not be deleted. With tags it requires AddTagsToResource as well.
 * A new task has no tags yet. Only its ARN distinguishes it from an untagged task of others. Older copies of the Service Authorization
 * Reference list a task among the resources of CreateReplicationTask.
 */
export function createTasks(t: GrantTargets): readonly Grant[] {
  return [
    {
      actions: ['dms:CreateReplicationTask'],
      resources: [t.endpointsArn, t.instancesArn],
      conditions: { StringEquals: { ...requestTag(t), ...resourceTag(t) } },
    },
    ...onNamed(t, 'dms:CreateReplicationTask', { StringEquals: requestTag(t) }),
    {
      actions: ['dms:AddTagsToResource', 'dms:CreateReplicationTask'],
      resources: [t.ownTasksArn, t.newTaskArn],
      conditions: { StringEquals: requestTag(t), ...notTaggedAsOthers(t) },
    },
  ];
}

/** On the endpoints and the instances that the configuration names, whatever their tags. */
function onNamed(t: GrantTargets, action: string, conditions?: Grant['conditions']): readonly Grant[] {
  const resources = [...t.namedEndpointArns, ...t.namedInstanceArns];
  if (resources.length === 0) return [];
  return [{ actions: [action], resources, ...(conditions === undefined ? {} : { conditions }) }];
}

/** Tasks that are the environment's already, whatever their ARN: those of earlier versions have another one. */
export function tagOwnTasks(t: GrantTargets): Grant {
  return {
    actions: ['dms:AddTagsToResource'],
    resources: [t.tasksArn],
    conditions: { StringEquals: { ...requestTag(t), ...resourceTag(t) } },
  };
}

/**
 * Tasks with the environment's tag. DMS caches tags for authorization, so IAM may not know those of a new task for minutes
 * (https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tagging.html): its ARN is enough.
 */
export function onOwnTasks(t: GrantTargets, ...actions: readonly string[]): readonly Grant[] {
  return [
    { actions, resources: [t.ownTasksArn], conditions: notTaggedAsOthers(t) },
    { actions, resources: [t.tasksArn], conditions: taggedAsOwn(t) },
  ];
}

/** Own tasks to the environment's own instance, or to one that the configuration names. */
export function moveTasks(t: GrantTargets): readonly Grant[] {
  const actions = ['dms:MoveReplicationTask'];
  return [
    { actions, resources: [t.ownTasksArn], conditions: notTaggedAsOthers(t) },
    { actions, resources: [t.tasksArn, t.instancesArn], conditions: taggedAsOwn(t) },
    ...(t.namedInstanceArns.length === 0 ? [] : [{ actions, resources: t.namedInstanceArns }]),
  ];
}

function taggedAsOwn(t: GrantTargets) {
  return { StringEquals: resourceTag(t) };
}

function notTaggedAsOthers(t: GrantTargets) {
  return { StringEqualsIfExists: resourceTag(t) };
}

function requestTag({ environment }: GrantTargets) {
  return { 'aws:RequestTag/lakeferry:environment': environment };
}

function resourceTag({ environment }: GrantTargets) {
  return { 'aws:ResourceTag/lakeferry:environment': environment };
}

export const readMetrics: Grant = {
  actions: ['cloudwatch:GetMetricData'],
  resources: ['*'],
  because: 'metrics of AWS services are in no resource: a dataset has those of OpenTelemetry',
};
