import type { Plan } from '../../../core/planning/plan';

/** Table that a job writes to the catalogue. */
export interface WrittenTable {
  readonly database: string;
  /** Name in the source. */
  readonly table: string;
  /** `department/job`. */
  readonly job: string;
}

/** Tables that the jobs of a plan write to the catalogue, as far as files name them. */
export function writtenTables({ departments }: Pick<Plan, 'departments'>): readonly WrittenTable[] {
  return departments.flatMap(({ jobs }) =>
    jobs.flatMap(({ identity, publishing, expectedTables }) => {
      const database = publishing.kind === 'none' ? undefined : publishing.catalogue?.database;
      if (database === undefined) return [];
      return expectedTables.map(({ table }) => ({ database, table, job: identity.key }));
    }),
  );
}

/**
 * Explains tables of a database that a query names and the catalogue does not have: no run has loaded them yet, or nothing writes
 * them. `present`: names of the tables that it has.
 */
export function missingTables(
  sql: string,
  database: string,
  present: readonly string[],
  written: readonly WrittenTable[],
): readonly string[] {
  const named = [...sql.toLowerCase().matchAll(/"?(\w+)"?\s*\.\s*"?(\w+)"?/g)]
    .filter(([, schema]) => schema === database)
    .flatMap(([, , table]) => table ?? []);
  return [...new Set(named)]
    .filter((table) => !present.includes(table))
    .map((table) => {
      const jobs = written.filter((one) => one.database === database && isOf(table, one.table));
      const names = [...new Set(jobs.map(({ job }) => job))];
      if (names.length > 0)
        return `${database}.${table} is not in the catalogue, because no run has published it yet: lakeferry run ${names.join(', or lakeferry run ')}`;
      return present.length === 0
        ? `${database} has no tables yet, because no run has published any`
        : `${database} has no table ${table}; "SHOW ALL TABLES" lists what it has`;
    });
}

/** Views and tables of changes have the name of the table and a suffix. */
function isOf(name: string, table: string): boolean {
  const own = table.toLowerCase();
  return name === own || name.startsWith(`${own}_`);
}
