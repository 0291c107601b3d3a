import { unsupported } from '../../unsupported';
import { literal, name } from './sql';

const functions = new Set([
  'upper',
  'lower',
  'trim',
  'length',
  'abs',
  'round',
  'coalesce',
  'replace',
  'substr',
]);
const token = /\s*(?:('(?:[^']|'')*')|(\d+(?:\.\d+)?)|\$([A-Za-z_]\w*)|([A-Za-z_]\w*)|(\|\||[-+*/(),]))/y;

/** SQL of the headers that DMS knows of a row besides its values. */
export interface RowHeaders {
  readonly changeSequence: string;
}

const headersOfLoads: RowHeaders = { changeSequence: "''::text" };

/**
 * Translates an add-column expression (DMS uses SQLite's syntax) into PostgreSQL's, for the part that
 * BEHAVIOUR.md lists. Throws an Error that names the unsupported part.
 */
export function translateExpression(
  expression: string,
  source: { schema: string; table: string },
  headers: RowHeaders = headersOfLoads,
): string {
  if (expression.trim() === '') throw new Error('add-column requires an expression.');
  const joinsText = expression.includes('||');
  const parts: string[] = [];
  let at = 0;
  const text = expression.trimEnd();
  while (at < text.length) {
    token.lastIndex = at;
    const match = token.exec(text);
    if (match === null)
      throw new Error(
        `${unsupported(`the expression from "${text.slice(at).trim()}" on`, { page: 'dms' })}.`,
      );
    at = token.lastIndex;
    const [, quoted, number, column, word, operator] = match;
    if (quoted !== undefined) parts.push(`${quoted}::text`);
    else if (column !== undefined) parts.push(columnSql(column, source, headers, joinsText));
    else if (word !== undefined) parts.push(functionSql(word));
    else parts.push(number ?? operator ?? '');
  }
  return `(${parts.join(' ')})`;
}

function columnSql(
  column: string,
  source: { schema: string; table: string },
  headers: RowHeaders,
  joinsText: boolean,
): string {
  if (column === 'AR_M_SOURCE_SCHEMA') return `${literal(source.schema)}::text`;
  if (column === 'AR_M_SOURCE_TABLE_NAME') return `${literal(source.table)}::text`;
  if (column === 'AR_H_CHANGE_SEQ') return headers.changeSequence;
  if (column.startsWith('AR_')) throw new Error(`${unsupported(`$${column}`, { page: 'dms' })}.`);
  return joinsText ? `${name(column)}::text` : name(column);
}

function functionSql(word: string): string {
  const lower = word.toLowerCase();
  if (!functions.has(lower))
    throw new Error(
      `${unsupported(`the function ${word}`, { instead: `use ${[...functions].join(', ')}`, page: 'dms' })}.`,
    );
  return lower;
}
