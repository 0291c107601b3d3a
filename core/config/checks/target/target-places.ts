import { type ExpectedTable, expectations } from '../../../tables/expected-tables';
import type { MappingRule } from '../../../tables/mapping-rule';
import { type TableName, tableIdentity } from '../../../tables/table-name';
import { exactName } from '../../../tables/table-pattern';
import type { TableSelection } from '../../../tables/table-selection';
import { asInSource, targetNaming } from '../../../tables/target-naming';
import { selectionOf } from '../../reading/table-entry';
import type { Connections, Target } from '../../schema/connections-schema';
import { publishOf } from '../../schema/defaults';
import type { Department } from '../../schema/department-schema';
import type { Job } from '../../schema/job-schema';

/** Exact table of a job with its place in the target, after every renaming. */
export interface TargetPlace {
  readonly source: ExpectedTable;
  /** Entry or rule that names the table. Starts at the job. */
  readonly path: readonly PropertyKey[];
  /** `schema.table` in a database, `schema/table` in the lake. Equal for equal places only. */
  readonly place: string;
}

/** Places of the tables that a job names exactly. Those of a pattern are known at the run only. */
export function targetPlaces(
  job: Job,
  department: Department,
  { sources, targets }: Connections,
): readonly TargetPlace[] {
  const target = targets[job.target ?? department.target];
  const isDatabase = target !== undefined && target.engine !== 's3';
  const naming = isDatabase
    ? targetNaming(
        { schema: job['target-schema'], lowerCase: job['lower-case'] },
        sources[job.source ?? department.source]?.engine,
      )
    : asInSource;
  const entries = job.tables.map(selectionOf);
  const selections = entries.filter((entry) => entry !== undefined);
  const pathOf = pathsOf(entries, job.rules ?? []);
  const inLowerCase = !isDatabase && isLowered(job, department);
  return expectations(selections, job.rules ?? [], naming).expectedTables.map((source) => ({
    source,
    path: pathOf(source),
    place: isDatabase
      ? databasePlace({ schema: source.targetSchema, table: source.targetTable })
      : cased(`${source.targetSchema}/${source.targetTable}`, inLowerCase),
  }));
}

export function databasePlace({ schema, table }: { schema: string; table: string }): string {
  return [schema, table].map((part) => (part.includes('.') ? JSON.stringify(part) : part)).join('.');
}

/** Text that is equal for connections to one database; undefined for the lake, where each job has its own folder. */
export function databaseKey(target: Target | undefined): string | undefined {
  return target?.engine === 'postgres' ? JSON.stringify([target.secret, target.database]) : undefined;
}

export function isLowered(job: Job, { lake }: Pick<Department, 'lake'>): boolean {
  return publishOf(job) !== 'none' && (job.lake?.['lower-case'] ?? lake?.['lower-case'] ?? false);
}

/** Function that finds the entry or rule that names a table exactly. Starts at the job. */
function pathsOf(
  entries: readonly (TableSelection | undefined)[],
  rules: readonly MappingRule[],
): (table: TableName) => readonly PropertyKey[] {
  const paths = new Map<string, readonly PropertyKey[]>();
  for (const [index, rule] of rules.entries()) {
    const { 'rule-type': type, 'object-locator': locator } = rule;
    const [schema, table] = [locator?.['schema-name'], locator?.['table-name']];
    if (type !== 'selection' || typeof schema !== 'string' || typeof table !== 'string') continue;
    const escaped = { schema: exactName(schema) ?? schema, table: exactName(table) ?? table };
    for (const name of [escaped, { schema, table }]) paths.set(tableIdentity(name), ['rules', index]);
  }
  for (const [index, entry] of entries.entries())
    if (entry?.exact !== undefined && !entry.exclude)
      paths.set(tableIdentity(entry.exact), ['tables', index]);
  return (table) => paths.get(tableIdentity(table)) ?? ['tables'];
}

function cased(text: string, inLowerCase: boolean): string {
  return inLowerCase ? text.toLowerCase() : text;
}
