import type { JobPlan } from '../../planning/job-plan';
import { type TableName, tableIdentity } from '../../tables/table-name';
import { targetNamesBy } from '../../tables/target-names';

/** The folder names of a source table in staging, after the job's transformations. */
export function stagedNames(
  job: Pick<JobPlan, 'expectedTables' | 'tableMappings'>,
): (table: TableName) => TableName {
  const expected = new Map(
    job.expectedTables.map((table) => [
      tableIdentity(table),
      { schema: table.targetSchema, table: table.targetTable },
    ]),
  );
  // A table that a wildcard brought: DMS's rules say what became of its name.
  const byRules = targetNamesBy(job.tableMappings['rules']);
  return (table) => expected.get(tableIdentity(table)) ?? byRules(table);
}
