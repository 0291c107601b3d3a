import { createHash } from 'node:crypto';
import type { TableName } from '../../tables/table-name';

/**
 * Glue's names of a job's tables, in the order of `tables`. `orders` holds a snapshot, `orders_changes` the changes, and
 * `orders_current` is the view on them.
 * A name that two schemas have gets the schema as prefix. Names that differ only in case or signs get a hash. A name that another
 * job or a person uses gets the job as prefix.
 * Letters, digits and `_`: https://docs.aws.amazon.com/athena/latest/ug/tables-databases-columns-names.html
 */
export function glueTableNames(given: {
  readonly job: string;
  readonly kind: 'snapshot' | 'arrival';
  /** As staged. */
  readonly tables: readonly TableName[];
  /** Names in the department's database that do not belong to this job. */
  readonly taken: ReadonlySet<string>;
}): readonly string[] {
  const { job, kind, tables, taken } = given;
  const suffix = kind === 'arrival' ? '_changes' : '';
  const alone = onlyOnce(tables.map(({ table }) => plain(table)));
  const withSchema = onlyOnce(tables.map(({ schema, table }) => `${plain(schema)}__${plain(table)}`));
  return tables.map(({ schema, table }, index) => {
    const base =
      alone[index] ?? withSchema[index] ?? `${plain(schema)}__${plain(table)}__${hashOf(schema, table)}`;
    const fitted = (stem: string): string =>
      stem.length + suffix.length <= longestName
        ? `${stem}${suffix}`
        : `${stem.slice(0, longestName - suffix.length - 10)}__${hashOf(schema, table)}${suffix}`;
    const name = fitted(base);
    return taken.has(name) ? fitted(`${plain(job)}__${base}`) : name;
  });
}

/** Glue allows 255 characters. The names of views are up to 8 characters longer. */
const longestName = 247;

/** Name of the view that folds the changes of `orders_changes`, or restores the types of the CSV table `orders`. */
export function viewName(table: string, kind: 'snapshot' | 'arrival'): string {
  return kind === 'arrival' ? table.replace(/_changes$/, '_current') : `${table}_typed`;
}

/** Names that occur once; the others are undefined. */
function onlyOnce(names: readonly string[]): readonly (string | undefined)[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return names.map((name) => (counts.get(name) === 1 ? name : undefined));
}

/** Hash that distinguishes `Orders` from `orders`, equal in each run. */
function hashOf(schema: string, table: string): string {
  return createHash('sha256')
    .update(JSON.stringify([schema, table]))
    .digest('hex')
    .slice(0, 8);
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9_]/g, '_');
}
