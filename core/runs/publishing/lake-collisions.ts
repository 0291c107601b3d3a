import { stagedNames } from '../../lake/keys/staged-names';
import type { JobPlan } from '../../planning/job-plan';
import { fullTableName, type TableName, tableIdentity } from '../../tables/table-name';
import { RunError } from '../record/run-error';

type Job = Pick<JobPlan, 'expectedTables' | 'tableMappings'>;

/** Part of a publishing plan that decides which folder a table has in the lake. */
interface Place {
  readonly lowerCase: boolean;
  /** Absent for snapshots, whose folder is `<schema>/<table>`. */
  readonly layout?: string;
}

const listed = 5;

/**
 * Throws when two tables of the source have one folder in the lake, by whatever reason: lower case, rules that rename, a layout
 * without the schema. Only a run knows the tables that a pattern selects.
 */
export function rejectLakeCollisions(job: Job, place: Place, tables: readonly TableName[]): void {
  const collisions = lakeCollisions(job, place, tables);
  if (collisions.length === 0) return;
  const more = collisions.length - listed;
  throw new RunError(
    'SnapshotUnsound',
    [
      ...collisions.slice(0, listed),
      ...(more > 0 ? [`and ${more} more`] : []),
      `${place.lowerCase ? 'set lake.lower-case: false, or ' : ''}give each table a name of its own, or exclude one of them under "tables" (exclude: true)`,
    ].join('; '),
  );
}

function lakeCollisions(job: Job, place: Place, tables: readonly TableName[]): readonly string[] {
  const namesOf = stagedNames(job);
  const byFolder = new Map<string, Map<string, TableName>>();
  for (const table of tables) {
    const folder = folderOf(place, namesOf(table));
    const group = byFolder.get(folder) ?? new Map<string, TableName>();
    byFolder.set(folder, group.set(tableIdentity(table), table));
  }
  return [...byFolder].flatMap(([folder, group]) =>
    group.size < 2
      ? []
      : [
          `${[...group.values()].map(fullTableName).sort().join(' and ')} have one folder in the lake, ${folder}`,
        ],
  );
}

function folderOf({ lowerCase, layout = '{schema}/{table}' }: Place, { schema, table }: TableName): string {
  const named = (name: string): string => (lowerCase ? name.toLowerCase() : name);
  // Dates are the same for both tables.
  return layout.replaceAll(/\{(schema|table)\}/g, (_, place: string) =>
    place === 'schema' ? named(schema) : named(table),
  );
}
