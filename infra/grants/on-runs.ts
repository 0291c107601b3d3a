import type { Grant, GrantTargets } from './grant';

/** All that a function does with the history. A test compares each grant with the calls of its function. */
export const historyActions = [
  'BatchGetItem',
  'BatchWriteItem',
  'DeleteItem',
  'GetItem',
  'PutItem',
  'Query',
  'UpdateItem',
] as const;

export type HistoryAction = (typeof historyActions)[number];

/** The table without its indexes: besides people, only `prepare-removal` lists runs by index. */
export function useHistory(t: GrantTargets, ...actions: readonly HistoryAction[]): Grant {
  return { actions: actions.map((action) => `dynamodb:${action}`), resources: [t.historyTableArn] };
}

/** Runs of a job or load, by their index. */
export function listRunsOfJobs(t: GrantTargets): Grant {
  return { actions: ['dynamodb:Query'], resources: [`${t.historyTableArn}/index/byJob`] };
}

/**
 * Anyone can guess the name of CDK's bucket, and make one of that name in an account of their own when it is deleted
 * (https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-troubleshoot.html).
 */
export function readPlan(t: GrantTargets): Grant {
  return {
    actions: ['s3:GetObject'],
    resources: [t.planObjectsArn],
    conditions: { StringEquals: { 'aws:ResourceAccount': t.account } },
  };
}

export function describeExecutions(t: GrantTargets): Grant {
  return { actions: ['states:DescribeExecution'], resources: [t.executionsArn] };
}

const withToken = {
  resources: ['*'],
  because: 'the token is the permission: states:SendTask* have no resource types',
} as const;

export const returnTaskTokens: Grant = {
  actions: ['states:SendTaskFailure', 'states:SendTaskHeartbeat', 'states:SendTaskSuccess'],
  ...withToken,
};

/** For a task that is gone already. */
export const confirmTaskTokens: Grant = { actions: ['states:SendTaskSuccess'], ...withToken };
