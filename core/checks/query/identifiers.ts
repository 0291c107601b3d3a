import type { SourceEngine } from '../../model/source-engine';
import type { TableShape } from '../../tables/table-shape';
import { engines } from '../engines';

/** Quotes a name as an identifier, whatever characters it holds. */
export function quoted(engine: SourceEngine, name: string): string {
  return engines[engine].sql.identifier(name);
}

/** Quotes the full name of a table. */
export function quotedTable({
  engine,
  schema,
  table,
}: Pick<TableShape, 'engine' | 'schema' | 'table'>): string {
  return `${quoted(engine, schema)}.${quoted(engine, table)}`;
}
