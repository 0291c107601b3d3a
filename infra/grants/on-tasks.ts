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
 * environment's tag, without which the task could not be deleted. The action has no resource type for
 * tasks.
 */
export function createTasks(t: GrantTargets): readonly Grant[] {
  return [
    {
      actions: ['dms:CreateReplicationTask'],
      resources: [t.endpointsArn, t.instancesArn],
      conditions: { StringEquals: { ...requestTag(t), ...resourceTag(t) } },
    },
    ...onNamed(t, 'dms:CreateReplicationTask', { StringEquals: requestTag(t) }),
  ];
}

/** On the endpoints and the instances that the configuration names, whatever their tags. */
function onNamed(t: GrantTargets, action: string, conditions?: Grant['conditions']): readonly Grant[] {
  const resources = [...t.namedEndpointArns, ...t.namedInstanceArns];
  if (resources.length === 0) return [];
  return [{ actions: [action], resources, ...(conditions === undefined ? {} : { conditions }) }];
}

/**
 * CreateReplicationTask with tags requires this as well. A new task has no tags yet. A task that
 * has the tag of another environment cannot become one of this environment.
 */
export function tagTasks(t: GrantTargets): Grant {
  return {
    actions: ['dms:AddTagsToResource'],
    resources: [t.tasksArn],
    conditions: { StringEquals: requestTag(t), StringEqualsIfExists: resourceTag(t) },
  };
}

export function onOwnTasks(t: GrantTargets, ...actions: readonly string[]): Grant {
  return { actions, resources: [t.tasksArn], conditions: taggedAsOwn(t) };
}

/** Own tasks to the environment's own instance, or to one that the configuration names. */
export function moveTasks(t: GrantTargets): readonly Grant[] {
  const actions = ['dms:MoveReplicationTask'];
  return [
    { actions, resources: [t.tasksArn, t.instancesArn], conditions: taggedAsOwn(t) },
    ...(t.namedInstanceArns.length === 0 ? [] : [{ actions, resources: t.namedInstanceArns }]),
  ];
}

function taggedAsOwn(t: GrantTargets) {
  return { StringEquals: resourceTag(t) };
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
