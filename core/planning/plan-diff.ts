import type { JobPlan } from './job-plan';
import type { LoadPlan } from './load-plan';
import type { Plan } from './plan';

/** Difference between two plans. A job whose tables differ names the tables. */
export type PlanDifference =
  | { readonly change: 'added' | 'removed'; readonly what: What; readonly name: string }
  | {
      readonly change: 'changed';
      readonly what: What;
      readonly name: string;
      /** The top-level fields that differ, such as `schedule`, ascending. */
      readonly fields: readonly string[];
      readonly tablesAdded: readonly string[];
      readonly tablesRemoved: readonly string[];
    };
type What = 'environment' | 'source' | 'target' | 'department' | 'job' | 'load';

/** Differences in the order environment, sources, targets, departments, jobs, loads, each by name. */
export function diffPlans(before: Plan, after: Plan): PlanDifference[] {
  const jobsOf = (plan: Plan): JobPlan[] => plan.departments.flatMap((department) => department.jobs);
  const loadsOf = (plan: Plan): LoadPlan[] =>
    plan.departments.flatMap((department) => department.loads ?? []);
  // A job is an entry of its own, so a department is compared without its jobs.
  const departmentsOf = (plan: Plan) =>
    plan.departments.map(({ jobs: _, loads: __, ...department }) => department);
  return [
    ...compare('environment', [before.environment], [after.environment], (one) => one.name),
    ...compare('source', before.sources, after.sources, (one) => one.name),
    ...compare('target', before.targets, after.targets, (one) => one.name),
    ...compare('department', departmentsOf(before), departmentsOf(after), (one) => one.name),
    ...compare('job', jobsOf(before), jobsOf(after), (one) => one.identity.key, tablesOf),
    ...compare('load', loadsOf(before), loadsOf(after), (one) => one.identity.key),
  ];
}

function compare<T extends object>(
  what: What,
  before: readonly T[],
  after: readonly T[],
  nameOf: (item: T) => string,
  tables: (item: T) => readonly string[] = () => [],
): PlanDifference[] {
  const old = new Map(before.map((item) => [nameOf(item), item]));
  const now = new Map(after.map((item) => [nameOf(item), item]));
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((name): PlanDifference[] => {
    const [was, is] = [old.get(name), now.get(name)];
    if (was === undefined) return [{ change: 'added', what, name }];
    if (is === undefined) return [{ change: 'removed', what, name }];
    const fields = differingFields(was, is);
    if (fields.length === 0) return [];
    const [tablesWere, tablesAre] = [tables(was), tables(is)];
    return [
      {
        change: 'changed',
        what,
        name,
        fields,
        tablesAdded: tablesAre.filter((table) => !tablesWere.includes(table)),
        tablesRemoved: tablesWere.filter((table) => !tablesAre.includes(table)),
      },
    ];
  });
}

function tablesOf(job: JobPlan): string[] {
  return [...job.expectedTables, ...job.tablePatterns].map(({ schema, table }) => `${schema}.${table}`);
}

function differingFields(was: object, is: object): string[] {
  const [old, now] = [new Map(Object.entries(was)), new Map(Object.entries(is))];
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((field) => JSON.stringify(old.get(field)) !== JSON.stringify(now.get(field)))
    .sort();
}
