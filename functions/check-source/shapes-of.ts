import type { SourceFacts } from '../../core/checks/facts/source-facts';
import type { TableShape } from '../../core/tables/table-shape';

/**
 * Returns the shapes of a run's tables. The history keeps less than the facts hold. Undefined for
 * incomplete facts: the next check would report everything that is missing as a change.
 */
export function shapesOf(facts: SourceFacts | undefined): readonly TableShape[] | undefined {
  if (facts === undefined) return undefined;
  const { tables, columns, keys } = facts.unavailable ?? {};
  if (tables !== undefined || columns !== undefined || keys !== undefined) return undefined;
  return facts.tables.map(({ schema, table, engine, columns: all, primaryKey }) => ({
    schema,
    table,
    engine,
    columns: all,
    primaryKey,
  }));
}
