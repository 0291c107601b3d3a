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

export function testConnections(t: GrantTargets): readonly Grant[] {
  return [
    {
      actions: ['dms:DescribeConnections'],
      resources: ['*'],
      because: 'dms:DescribeConnections has no resource types',
    },
    {
      actions: ['dms:TestConnection'],
      resources: [t.endpointsArn, t.replicationInstanceArn],
      conditions: taggedAsOwn(t),
    },
  ];
}

/** Only with the environment's tag, without which the task could not be deleted. */
export function createTasks(t: GrantTargets): Grant {
  return {
    actions: ['dms:CreateReplicationTask'],
    resources: [t.endpointsArn, t.replicationInstanceArn, t.tasksArn],
    conditions: { StringEquals: { 'aws:RequestTag/lakeferry:environment': t.environment } },
  };
}

/** CreateReplicationTask with tags requires this as well. */
export function tagNewTasks(t: GrantTargets): Grant {
  return {
    actions: ['dms:AddTagsToResource'],
    resources: [t.tasksArn],
    conditions: { StringEquals: { 'aws:RequestTag/lakeferry:environment': t.environment } },
  };
}

export function onOwnTasks(t: GrantTargets, ...actions: readonly string[]): Grant {
  return { actions, resources: [t.tasksArn], conditions: taggedAsOwn(t) };
}

function taggedAsOwn(t: GrantTargets) {
  return { StringEquals: { 'aws:ResourceTag/lakeferry:environment': t.environment } };
}

export const readMetrics: Grant = {
  actions: ['cloudwatch:GetMetricData'],
  resources: ['*'],
  because: 'cloudwatch:GetMetricData has no resource types',
};
