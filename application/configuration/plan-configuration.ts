import { loadConfig } from '../../core/config/load-config';
import type { Problem } from '../../core/config/reading/problem';
import type { ConfigFile } from '../../core/config/reading/yaml-file';
import type { DepartmentPlan, Plan } from '../../core/planning/plan';
import { planMigrations, UnknownEnvironment } from '../../core/planning/plan-migrations';
import { UseCaseError, unknownName } from '../use-case-error';

export interface PlannedConfiguration {
  readonly plan: Plan;
  readonly warnings: readonly Problem[];
}

/** Plans one environment. Throws with every problem when the configuration is invalid. */
export function planConfiguration(
  files: readonly ConfigFile[],
  environment: string,
  now: Date,
): PlannedConfiguration {
  const loaded = loadConfig(files, now);
  if (!loaded.ok) throw new UseCaseError({ kind: 'invalid-configuration', problems: loaded.problems });
  try {
    return { plan: planMigrations(loaded.config, environment), warnings: loaded.warnings };
  } catch (error) {
    if (error instanceof UnknownEnvironment) throw unknownName('environment', error.environment, error.known);
    throw error;
  }
}

/** Departments of the plan with the selected jobs. `selection` is a department or a `department/job`; absent: all. */
export function selectJobs(plan: Plan, selection: string | undefined): readonly DepartmentPlan[] {
  if (selection === undefined) return plan.departments;
  const [name = '', ...rest] = selection.split('/');
  const department = plan.departments.find((one) => one.name === name);
  if (department === undefined)
    throw unknownName(
      'department',
      name,
      plan.departments.map((one) => one.name),
    );
  if (rest.length === 0) return [department];
  const job = department.jobs.find(({ identity }) => identity.key === selection);
  if (job === undefined)
    throw unknownName(
      'job',
      selection,
      department.jobs.map(({ identity }) => identity.key),
    );
  return [{ ...department, jobs: [job] }];
}
