import type { StackResource } from '../cloudformation/stack';

/** Names of the log groups of templates. */
export function logGroupsOf(
  stacks: readonly { readonly resources: ReadonlyMap<string, StackResource> }[],
): readonly string[] {
  return stacks.flatMap(({ resources }) =>
    [...resources.values()]
      .filter(({ type }) => type === 'AWS::Logs::LogGroup')
      .map(({ deployed }) => deployed.ref),
  );
}
