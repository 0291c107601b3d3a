import type { App } from 'aws-cdk-lib';
import { namedResources } from '../core/planning/existing/named-resources';
import type { ChannelPlan } from '../core/planning/notify-plan';
import type { Plan } from '../core/planning/plan';
import { DepartmentStack } from './department-stack';
import { departmentStackName, platformStackName } from './names';
import { PlatformStack } from './platform-stack';

export interface Stacks {
  readonly platform: PlatformStack;
  readonly departments: readonly DepartmentStack[];
}

/**
 * Adds one platform stack per environment and one stack per department. `bundles` is the folder of
 * `bundleFunctions`.
 */
export function addStacks(app: App, plan: Plan, bundles?: string): Stacks {
  const { environment, sources, otherSources, targets, otherTargets } = plan;
  const platform = new PlatformStack(app, platformStackName(environment), {
    environment,
    sources,
    otherSources,
    targets,
    otherTargets,
    named: namedResources(plan),
    channels: channelsOf(plan),
    bundles,
    description: `Lakeferry (${environment.name}): resources that all departments share`,
  });
  const departments = plan.departments.map((department) => {
    const stack = new DepartmentStack(app, departmentStackName(environment, department.name), {
      environment,
      department,
      description: `Lakeferry (${environment.name}): jobs of the department ${department.name}`,
    });
    stack.addStackDependency(platform, 'imports the exports of the platform');
    return stack;
  });
  return { platform, departments };
}

/** Channels of all departments: each topic and each chat channel once. */
function channelsOf({ departments }: Plan): readonly ChannelPlan[] {
  const all = departments.flatMap(({ channels = [] }) => channels);
  return [
    ...new Map(
      all.map((channel) => [channel.kind === 'topic' ? channel.arn : channel.name, channel]),
    ).values(),
  ];
}
