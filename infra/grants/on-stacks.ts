import type { Grant, GrantTargets } from './grant';

/** Stacks of the environment, whose deployments may hold tasks. */
export function describeStacks(t: GrantTargets): Grant {
  return { actions: ['cloudformation:DescribeStacks'], resources: [t.stacksArn] };
}
