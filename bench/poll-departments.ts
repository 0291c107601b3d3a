import { loadConfig } from '../core/config/load-config';
import type { DepartmentPlan } from '../core/planning/plan';
import { planMigrations } from '../core/planning/plan-migrations';
import { manyDepartments } from './sizes/many-departments';

export const jobsPerDepartment = 100;

/** Key of the n-th job. */
export function keyOf(nth: number): string {
  return `dept-${Math.floor(nth / jobsPerDepartment)}/job-${nth % jobsPerDepartment}`;
}

/** Plans of departments with the same number of jobs each, by the name of the department. */
export function departmentsWith(departments: number): ReadonlyMap<string, DepartmentPlan> {
  const loaded = loadConfig(manyDepartments({ departments, tablesEach: 4 }), new Date());
  if (!loaded.ok) throw new Error('the generated configuration is invalid');
  return new Map(
    planMigrations(loaded.config, 'dev').departments.map((department) => {
      const [job] = department.jobs;
      const jobs = Array.from({ length: jobsPerDepartment }, (_, nth) =>
        job === undefined
          ? []
          : { ...job, identity: { ...job.identity, key: `${department.name}/job-${nth}` } },
      ).flat();
      return [department.name, { ...department, jobs }];
    }),
  );
}
