import type { SourceEngine } from '../../model/source-engine';
import type { TableShape } from '../../tables/table-shape';

/**
 * A name as an identifier that holds whatever is in it (O2): the quote that ends it is doubled. A NUL no engine takes: it is left out,
 * and what remains is a name that does not exist.
 */
export function quoted(engine: SourceEngine, name: string): string {
  const clean = name.replaceAll('\0', '');
  switch (engine) {
    case 'mysql':
      return `\`${clean.replaceAll('`', '``')}\``;
    case 'sqlserver':
      return `[${clean.replaceAll(']', ']]')}]`;
    case 'postgres':
      return `"${clean.replaceAll('"', '""')}"`;
    case 'oracle':
      // Oracle has no way to write one inside a name.
      return `"${clean.replaceAll('"', '')}"`;
  }
}

export function quotedTable({
  engine,
  schema,
  table,
}: Pick<TableShape, 'engine' | 'schema' | 'table'>): string {
  return `${quoted(engine, schema)}.${quoted(engine, table)}`;
}

/** A text literal. MySQL reads backslashes in it unless told otherwise. */
export function literal(engine: SourceEngine, text: string): string {
  const doubled = text.replaceAll('\0', '').replaceAll("'", "''");
  return `'${engine === 'mysql' ? doubled.replaceAll('\\', '\\\\') : doubled}'`;
}

/** DMS's pattern as LIKE understands it with `\` as its escape; a set becomes any one character: more is found, never less. */
export function likePattern(pattern: string): string {
  return pattern.replace(/\[([^\]]+)\]|\\/gu, (found, set: string | undefined) => {
    if (set === undefined) return '\\\\';
    if (Array.from(set).length > 1) return '_';
    return set === '_' || set === '%' || set === '\\' ? `\\${set}` : found.slice(1, -1);
  });
}
