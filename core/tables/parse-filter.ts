import type { TableFilter } from './table-filter';

/** Text that is not a filter of DMS. The message continues a sentence that starts with the text. */
export class UnreadableFilter extends Error {
  override readonly name = 'UnreadableFilter';

  constructor(
    message: string,
    readonly hint: string,
  ) {
    super(message);
  }
}

const token =
  /\s*(?:("(?:[^"]|"")+")|('(?:[^']|'')*')|(-?\d[\w.:+-]*)|([A-Za-z_][\w$#]*)|(<>|!=|>=|<=|[=<>(),]))/y;

interface Token {
  readonly kind: 'name' | 'quoted-name' | 'text' | 'number' | 'sign';
  readonly text: string;
}

/**
 * Parses conditions such as `id >= 100 and status in ('new', 'paid')` into the filters of DMS, which knows `=`, `<>`, `>=`, `<=`,
 * `between`, `in`, `is null` and their opposites. A row must meet all of them.
 * @throws UnreadableFilter
 */
export function parseFilters(text: string): readonly TableFilter[] {
  const rest = tokensOf(text);
  const filters: TableFilter[] = [];
  do filters.push(readCondition(rest));
  while (takeWord(rest, 'and'));
  const [next] = rest;
  if (next === undefined) return filters;
  if (isWord(next, 'or')) throw new UnreadableFilter('contains "or"', 'write column in (a, b), or run twice');
  throw new UnreadableFilter(`has "${next.text}" where "and" or the end is expected`, example);
}

const example = `such as: id >= 100 and status in ('new', 'paid')`;

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.trimEnd().length) {
    const at = token.lastIndex;
    const found = token.exec(text);
    if (found === null)
      throw new UnreadableFilter(`cannot be read from "${text.slice(at).trim().slice(0, 20)}" on`, example);
    const [, quotedName, quoted, number, name, sign = ''] = found;
    if (quotedName !== undefined) tokens.push({ kind: 'quoted-name', text: unquoted(quotedName) });
    else if (quoted !== undefined) tokens.push({ kind: 'text', text: unquoted(quoted) });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else tokens.push({ kind: 'sign', text: sign });
  }
  return tokens;
}

function unquoted(text: string): string {
  const quote = text.slice(0, 1);
  return text.slice(1, -1).replaceAll(quote + quote, quote);
}

function readCondition(rest: Token[]): TableFilter {
  const first = rest.shift();
  if (first === undefined || (first.kind !== 'name' && first.kind !== 'quoted-name'))
    throw new UnreadableFilter(`has ${shown(first)} where a column is expected`, example);
  const column = first.text;
  if (takeWord(rest, 'is')) {
    const isNot = takeWord(rest, 'not');
    if (!takeWord(rest, 'null'))
      throw new UnreadableFilter(`has ${shown(rest[0])} after "is"`, 'write is null, or is not null');
    return { column, operator: isNot ? 'notnull' : 'null' };
  }
  const isNot = takeWord(rest, 'not');
  if (takeWord(rest, 'between')) {
    const low = readValue(rest);
    if (!takeWord(rest, 'and'))
      throw new UnreadableFilter('has no "and" in "between"', 'such as: id between 1 and 10');
    return { column, operator: isNot ? 'notbetween' : 'between', values: [low, readValue(rest)] };
  }
  if (!isNot && takeWord(rest, 'in')) return { column, operator: 'eq', values: readList(rest) };
  if (isNot)
    throw new UnreadableFilter(
      `has ${shown(rest[0])} after "not"`,
      'DMS knows not between only; compare with <>',
    );
  const sign = rest.shift();
  const operator = sign?.kind === 'sign' ? operators[sign.text] : undefined;
  if (operator === undefined)
    throw new UnreadableFilter(
      `compares ${column} with ${shown(sign)}, which DMS does not know`,
      'write =, <>, >=, <=, between, in or is null',
    );
  return { column, operator, value: readValue(rest) };
}

const operators: Readonly<Record<string, TableFilter['operator']>> = {
  '=': 'eq',
  '<>': 'noteq',
  '!=': 'noteq',
  '>=': 'gte',
  '<=': 'lte',
};

function readList(rest: Token[]): string[] {
  if (rest.shift()?.text !== '(') throw new UnreadableFilter('has no "(" after "in"', example);
  const values = [readValue(rest)];
  for (;;) {
    const next = rest.shift();
    if (next?.kind === 'sign' && next.text === ')') return values;
    if (next?.text !== ',') throw new UnreadableFilter(`has ${shown(next)} in the list of "in"`, example);
    values.push(readValue(rest));
  }
}

/** DMS compares all values as text. */
function readValue(rest: Token[]): string {
  const value = rest.shift();
  if (value?.kind === 'text' || value?.kind === 'number') return value.text;
  throw new UnreadableFilter(
    `has ${shown(value)} where a value is expected`,
    "write a number, or text and dates in single quotes, such as '2026-11-29'",
  );
}

function takeWord(rest: Token[], word: string): boolean {
  const [first] = rest;
  if (first === undefined || !isWord(first, word)) return false;
  rest.shift();
  return true;
}

function isWord({ kind, text }: Token, word: string): boolean {
  return kind === 'name' && text.toLowerCase() === word;
}

function shown(found: Token | undefined): string {
  return found === undefined ? 'nothing' : `"${found.text}"`;
}
