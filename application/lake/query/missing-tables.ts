import { viewName } from '../../../core/lake/catalogue/glue-names';
import { plannedGlueNames } from '../../../core/lake/catalogue/planned-names';
import type { Plan } from '../../../core/planning/plan';

/** Table or view that a job writes to the catalogue. */
export interface WrittenTable {
  readonly database: string;
  /** Name in the catalogue. */
  readonly table: string;
  /** `department/job`. */
  readonly job: string;
}

/** Tables and views that the jobs of a plan write to the catalogue, as far as files name them. */
export function writtenTables({ departments }: Pick<Plan, 'departments'>): readonly WrittenTable[] {
  return departments.flatMap(({ jobs }) =>
    jobs.flatMap((job) => {
      const { identity, publishing } = job;
      if (publishing.kind === 'none' || publishing.catalogue === undefined) return [];
      const { kind, catalogue } = publishing;
      return plannedGlueNames(job)
        .flatMap((name) => [name, viewName(name, kind)])
        .map((table) => ({ database: catalogue.database, table, job: identity.key }));
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
      const jobs = written.filter((one) => one.database === database && one.table === table);
      const names = [...new Set(jobs.map(({ job }) => job))];
      if (names.length > 0)
        return `${database}.${table} is not in the catalogue, because no run has published it yet: lakeferry run ${names.join(', or lakeferry run ')}`;
      return present.length === 0
        ? `${database} has no tables yet, because no run has published any`
        : `${database} has no table ${table}; "SHOW ALL TABLES" lists what it has`;
    });
}
