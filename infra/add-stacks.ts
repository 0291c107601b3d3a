import type { App } from 'aws-cdk-lib';
import type { Plan } from '../core/planning/plan';
import { DepartmentStack } from './department-stack';
import { departmentStackName, platformStackName } from './names';
import { PlatformStack } from './platform-stack';

export interface Stacks {
  readonly platform: PlatformStack;
  readonly departments: readonly DepartmentStack[];
}

/** One stack for the environment, one for each department. `bundles` is the folder of `bundleFunctions`. */
export function addStacks(app: App, plan: Plan, bundles?: string): Stacks {
  const { environment, sources, otherSources, targets } = plan;
  const written = plan.departments.flatMap(({ jobs }) => jobs.map(({ target }) => target));
  const platform = new PlatformStack(app, platformStackName(environment.name), {
    environment,
    sources,
    otherSources,
    targets,
    loadsOnly: targets.map(({ name }) => name).filter((name) => !written.includes(name)),
    bundles,
    description: `Lakeferry, ${environment.name}: what all departments share`,
  });
  const departments = plan.departments.map((department) => {
    const stack = new DepartmentStack(app, departmentStackName(environment.name, department.name), {
      environment,
      department,
      description: `Lakeferry, ${environment.name}: the jobs of ${department.name}`,
    });
    stack.addStackDependency(platform, 'imports what the platform exports');
    return stack;
  });
  return { platform, departments };
}
