import type { Grant, GrantTargets } from './grant';

/** Of any task, without the condition: the tags tell whether a task of our identifier is ours at all (L5). */
export function readTags(t: GrantTargets): Grant {
  return { actions: ['dms:ListTagsForResource'], resources: [t.tasksArn] };
}

export const seeTasks: Grant = {
  actions: ['dms:DescribeReplicationTasks'],
  resources: ['*'],
  because: 'dms:DescribeReplicationTasks knows no resource types',
};

export function testConnections(t: GrantTargets): readonly Grant[] {
  return [
    {
      actions: ['dms:DescribeConnections'],
      resources: ['*'],
      because: 'dms:DescribeConnections knows no resource types',
    },
    {
      actions: ['dms:TestConnection'],
      resources: [t.endpointsArn, t.replicationInstanceArn],
      conditions: ours(t),
    },
  ];
}

/** A task may be made only with the environment's tag, by which it can be deleted. */
export function createTasks(t: GrantTargets): Grant {
  return {
    actions: ['dms:CreateReplicationTask'],
    resources: [t.endpointsArn, t.replicationInstanceArn, t.tasksArn],
    conditions: { StringEquals: { 'aws:RequestTag/lakeferry:environment': t.environment } },
  };
}

/** CreateReplicationTask with tags asks for this as well. */
export function tagNewTasks(t: GrantTargets): Grant {
  return {
    actions: ['dms:AddTagsToResource'],
    resources: [t.tasksArn],
    conditions: { StringEquals: { 'aws:RequestTag/lakeferry:environment': t.environment } },
  };
}

export function onTasks(t: GrantTargets, ...actions: readonly string[]): Grant {
  return { actions, resources: [t.tasksArn], conditions: ours(t) };
}

function ours(t: GrantTargets) {
  return { StringEquals: { 'aws:ResourceTag/lakeferry:environment': t.environment } };
}

export const readMetrics: Grant = {
  actions: ['cloudwatch:GetMetricData'],
  resources: ['*'],
  because: 'cloudwatch:GetMetricData knows no resource types',
};
