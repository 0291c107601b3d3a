import { fullTableName, type TableName, tableIdentity } from './table-name';

/** Facts that decide where the tables of a job are written. */
export interface TablePlaces {
  readonly target: 's3' | 'postgres';
  /** Folders in the lake. Absent where the job publishes nothing. */
  readonly lake?:
    | {
        readonly lowerCase: boolean;
        /** Absent for snapshots, whose folder is `<schema>/<table>`. */
        readonly layout?: string | undefined;
      }
    | undefined;
}

/** Tables of the source that are written to one place: the second removes or overwrites the rows of the first. */
export interface TableCollision {
  /** By name, ascending. */
  readonly tables: readonly TableName[];
  /** As in `have one folder in the lake, sales/orders`. */
  readonly fact: string;
}

/** Collisions after every renaming. `namesOf` gives the names under which DMS writes a table. */
export function tableCollisions(
  { target, lake }: TablePlaces,
  namesOf: (table: TableName) => TableName,
  tables: readonly TableName[],
): readonly TableCollision[] {
  const byPlace = new Map<string, Map<string, TableName>>();
  for (const table of tables) {
    const place = placeOf(target, lake, namesOf(table));
    const group = byPlace.get(place) ?? new Map<string, TableName>();
    byPlace.set(place, group.set(tableIdentity(table), table));
  }
  return [...byPlace].flatMap(([fact, group]) =>
    group.size < 2
      ? []
      : [
          {
            fact,
            tables: [...group.values()].sort((a, b) => (fullTableName(a) < fullTableName(b) ? -1 : 1)),
          },
        ],
  );
}

export function collisionText({ tables, fact }: TableCollision): string {
  return `${tables.map(fullTableName).join(' and ')} ${fact}`;
}

function placeOf(target: TablePlaces['target'], lake: TablePlaces['lake'], written: TableName): string {
  if (target === 'postgres') return `are one table in the target, ${fullTableName(written)}`;
  if (lake === undefined) return `have one folder in staging, ${written.schema}/${written.table}`;
  const { lowerCase, layout = '{schema}/{table}' } = lake;
  const named = (name: string): string => (lowerCase ? name.toLowerCase() : name);
  // Dates are the same for both tables.
  const folder = layout.replaceAll(/\{(schema|table)\}/g, (_, place: string) =>
    named(place === 'schema' ? written.schema : written.table),
  );
  return `have one folder in the lake, ${folder}`;
}
