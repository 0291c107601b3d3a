import type { JobPlan } from '../../planning/job-plan';
import { type TableName, tableIdentity } from '../../tables/table-name';
import { targetNamesBy } from '../../tables/target-names';

/** Returns the folder names of source tables in staging, after the job's transformations. */
export function stagedNames(
  job: Pick<JobPlan, 'expectedTables' | 'tableMappings'>,
): (table: TableName) => TableName {
  const expected = new Map(
    job.expectedTables.map((table) => [
      tableIdentity(table),
      { schema: table.targetSchema, table: table.targetTable },
    ]),
  );
  // A table that a wildcard selects: DMS's rules define its target name.
  const byRules = targetNamesBy(job.tableMappings['rules']);
  return (table) => expected.get(tableIdentity(table)) ?? byRules(table);
}
