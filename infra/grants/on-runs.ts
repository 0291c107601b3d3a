import type { Grant, GrantTargets } from './grant';

/** The table without its indexes: only people list runs by index. */
export function writeHistory(t: GrantTargets, ...more: readonly 'BatchWriteItem'[]): Grant {
  return {
    actions: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', ...more].map(
      (action) => `dynamodb:${action}`,
    ),
    resources: [t.historyTableArn],
  };
}

export function readPlan(t: GrantTargets): Grant {
  return { actions: ['s3:GetObject'], resources: [t.planObjectsArn] };
}

export function describeExecutions(t: GrantTargets): Grant {
  return { actions: ['states:DescribeExecution'], resources: [t.executionsArn] };
}

export const returnTaskTokens: Grant = {
  actions: ['states:SendTaskFailure', 'states:SendTaskHeartbeat', 'states:SendTaskSuccess'],
  resources: ['*'],
  because: 'the token is the permission: states:SendTask* have no resource types',
};
