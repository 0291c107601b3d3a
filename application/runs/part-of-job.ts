import { createPlans, type Plans } from '../../aws/plans';
import type { JobPlan } from '../../core/planning/job-plan';
import { narrowMappings } from '../../core/planning/narrow-mappings';
import type { PartOfJob } from '../../core/tables/part-of-job';
import { parseFilters, UnreadableFilter } from '../../core/tables/parse-filter';
import { fullTableName, type TableName } from '../../core/tables/table-name';
import type { DeployedEnvironment } from '../environments/deployed-environment';
import { jobStarterOf } from '../environments/deployed-names';
import { UseCaseError, unknownName } from '../use-case-error';

/** Reads the part of a job that a person asks for. Throws for a job that publishes no snapshots, and for what is not in the job. */
export async function partOfJob(
  environment: Pick<DeployedEnvironment, 'deployment' | 'platform'>,
  job: string,
  names: readonly string[],
  where: string | undefined,
  plans: Plans = createPlans(),
): Promise<PartOfJob> {
  const plan = await plans.job((await jobStarterOf(environment, job)).plan, job);
  const { publishing } = plan;
  if (publishing.kind !== 'snapshot')
    throw new UseCaseError({ kind: 'no-snapshots', job, publishes: publishing.kind });
  const filters = where === undefined ? [] : filtersOf(where);
  return {
    tables: [...new Set(names)].map((name) => tableOf(plan, name)),
    where: filters.map(({ column, operator, value, values }) => ({
      column,
      operator,
      ...(value === undefined ? {} : { value: String(value) }),
      ...(values === undefined ? {} : { values: values.map(String) }),
    })),
  };
}

function filtersOf(where: string) {
  try {
    return parseFilters(where);
  } catch (error) {
    if (!(error instanceof UnreadableFilter)) throw error;
    const { message, hint } = error;
    throw new UseCaseError({ kind: 'unreadable-filter', text: where, message, hint }, { cause: error });
  }
}

/** A table that the job names, or that one of its patterns selects. */
function tableOf({ expectedTables, tableMappings }: JobPlan, name: string): TableName {
  const known = expectedTables.find((table) => fullTableName(table) === name);
  if (known !== undefined) return { schema: known.schema, table: known.table };
  const dot = name.indexOf('.');
  const table = { schema: name.slice(0, Math.max(dot, 0)), table: name.slice(dot + 1) };
  if (dot <= 0 || table.table === '' || 'notSelected' in narrowMappings(tableMappings, [table]))
    throw unknownName('table-of-job', name, expectedTables.map(fullTableName));
  return table;
}
