import type { Grant, GrantTargets } from './grant';

/** Its indexes are for people, who list runs by them; no function does. */
export function keepHistory(t: GrantTargets, ...more: readonly 'BatchWriteItem'[]): Grant {
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

export function lookAtExecutions(t: GrantTargets): Grant {
  return { actions: ['states:DescribeExecution'], resources: [t.executionsArn] };
}

export const answerTokens: Grant = {
  actions: ['states:SendTaskFailure', 'states:SendTaskHeartbeat', 'states:SendTaskSuccess'],
  resources: ['*'],
  because: 'the token is the permission: states:SendTask* know no resource types',
};
