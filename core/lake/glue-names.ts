import type { TableName } from './snapshot-keys';

/**
 * Glue's names of a job's tables, by their places. `orders` holds a snapshot, `orders_changes` what arrives, and `orders_current` is the
 * view on it. Tables of one name in two schemas bear the schema as well; a name that another job (or a person) has bears the job.
 * Letters, digits and `_`: https://docs.aws.amazon.com/athena/latest/ug/tables-databases-columns-names.html
 */
export function glueTableNames(given: {
  readonly job: string;
  readonly kind: 'snapshot' | 'arrival';
  /** As staged. */
  readonly tables: readonly TableName[];
  /** Names in the department's database that are not this job's. */
  readonly taken: ReadonlySet<string>;
}): readonly string[] {
  const { job, kind, tables, taken } = given;
  const suffix = kind === 'arrival' ? '_changes' : '';
  const short = tables.map(({ table }) => plain(table));
  return tables.map(({ schema }, index) => {
    const table = short[index] ?? '';
    const isAlone = short.filter((name) => name === table).length === 1;
    const name = `${isAlone ? table : `${plain(schema)}__${table}`}${suffix}`;
    return taken.has(name) ? `${plain(job)}__${name}` : name;
  });
}

/** Of the view that folds the changes of `orders_changes`, or gives the types back to the CSV table `orders`. */
export function viewName(table: string, kind: 'snapshot' | 'arrival'): string {
  return kind === 'arrival' ? table.replace(/_changes$/, '_current') : `${table}_typed`;
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9_]/g, '_');
}
