import type { SourceChecks } from '../../aws/source-checks';
import { departmentFile } from '../../core/discovery/department-file';
import type { Discovered } from '../../core/discovery/discovered';
import { suggestJobs } from '../../core/discovery/suggest-jobs';
import type { SourcePlan } from '../../core/planning/connection-plan';
import type { Plan } from '../../core/planning/plan';
import { connectionOf } from '../../core/planning/plan-check';
import { UseCaseError, unknownName } from '../use-case-error';

/** Source of the plan, whether a job uses it or not. */
export function sourceNamed(plan: Plan, name: string): SourcePlan {
  const sources = [...plan.sources, ...(plan.otherSources ?? [])];
  const source = sources.find((one) => one.name === name);
  if (source === undefined)
    throw unknownName(
      'source',
      name,
      sources.map((one) => one.name),
    );
  return source;
}

/** Lists the tables that the login of the source can see. `schema` is absent for all schemas but the system's. */
export async function discoverTables(
  checks: Pick<SourceChecks, 'discover'>,
  source: SourcePlan,
  schema: string | undefined,
): Promise<Discovered> {
  const discovered = await checks.discover(connectionOf(source), schema);
  if (discovered.tables.length > 0) return discovered;
  throw new UseCaseError({
    kind: 'no-visible-tables',
    source: source.name,
    ...(schema === undefined ? {} : { schema }),
  });
}

/** Text of a department file for the discovered tables. Throws when no job could load any of them. */
export function draftDepartment(
  plan: Pick<Plan, 'targets'>,
  source: Pick<SourcePlan, 'name'>,
  department: string,
  discovered: Discovered,
): string {
  if (suggestJobs(discovered).jobs.length === 0)
    throw new UseCaseError({ kind: 'no-loadable-tables', source: source.name });
  // A draft is for the lake: a job into a database needs more settings.
  const target = (plan.targets.find(({ engine }) => engine === 's3') ?? plan.targets[0])?.name ?? 'lake';
  return departmentFile({ department, source: source.name, target }, discovered);
}
