import { loadConfig } from '../../core/config/load-config';
import type { Department } from '../../core/config/schema/department-schema';
import type { Plan } from '../../core/planning/plan';
import { planMigrations } from '../../core/planning/plan-migrations';
import { configFilesOf } from '../scenario/config-files';
import { environmentName } from '../scenario/draw-departments';
import type { Scenario } from '../scenario/scenario';

/** Plan of a scenario with these departments. Throws for a configuration that is not valid: a fault of the scenario. */
export function planOf(scenario: Scenario, departments: readonly Department[], now: Date): Plan {
  const loaded = loadConfig(configFilesOf({ ...scenario, departments }), now);
  if (!loaded.ok)
    throw new Error(
      loaded.problems.map(({ file, path, message }) => `${file} ${path}: ${message}`).join('\n'),
    );
  return planMigrations(loaded.config, environmentName);
}

/** The plan without schedules, so that the world comes to rest. */
export function withoutSchedules(plan: Plan): Plan {
  return {
    ...plan,
    departments: plan.departments.map((department) => ({
      ...department,
      jobs: department.jobs.map(({ schedule: _, ...job }) => job),
    })),
  };
}
