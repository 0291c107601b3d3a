import { exactName, exactPattern, looksLikePattern } from '../../tables/table-pattern';
import type { TableSelection } from '../../tables/table-selection';
import type { TableEntry, TableObject } from '../schema/table-schema';

/** Name that cannot be read as SCHEMA.TABLE. The message continues a sentence that starts with the name. */
export class UnreadableTableName extends Error {
  override readonly name = 'UnreadableTableName';

  constructor(
    message: string,
    readonly hint: string,
    /** Key of the name, if the entry is an object. */
    readonly key: 'schema' | 'table' | 'partitions-of' = 'table',
  ) {
    super(message);
  }
}

/**
 * Selection of one entry of a table list.
 * @throws UnreadableTableName
 */
export function readTableEntry(entry: TableEntry): TableSelection {
  if (typeof entry === 'string') {
    const parts = splitName(entry);
    rejectTypos(parts);
    return { ...names(parts, undefined), ...nothingSpecial };
  }
  const parts =
    entry.schema === undefined ? splitName(entry.table) : { schema: entry.schema, table: entry.table };
  if (entry.match !== 'exact') rejectTypos(parts, entry.schema === undefined ? 'table' : 'schema');
  return {
    ...names(parts, entry.match),
    exclude: entry.exclude ?? false,
    where: entry.where ?? [],
    excludeColumns: entry['exclude-columns'] ?? [],
    ...(entry.rename === undefined ? {} : { rename: entry.rename }),
    ...(entry['load-order'] === undefined ? {} : { loadOrder: entry['load-order'] }),
    ...(entry.parallel === undefined ? {} : { parallel: entry.parallel }),
    ...(entry.partitions === undefined ? {} : { partitions: entry.partitions }),
    ...(entry['partitions-of'] === undefined ? {} : { partitionsOf: parentName(entry['partitions-of']) }),
  };
}

/** Selection of an entry; undefined if its name cannot be read, which `table-checks` reports. */
export function selectionOf(entry: TableEntry): TableSelection | undefined {
  try {
    return readTableEntry(entry);
  } catch (error) {
    if (error instanceof UnreadableTableName) return undefined;
    throw error;
  }
}

function parentName(parent: NonNullable<TableObject['partitions-of']>): NameParts {
  if (typeof parent !== 'string') return parent;
  if (looksLikePattern(parent))
    throw new UnreadableTableName(
      'is a pattern: partitions have one parent',
      'write its name, or {schema: ..., table: ...} for a name with % or [',
      'partitions-of',
    );
  try {
    return splitName(parent);
  } catch (error) {
    if (!(error instanceof UnreadableTableName)) throw error;
    throw new UnreadableTableName(error.message, error.hint, 'partitions-of');
  }
}

const nothingSpecial = { exclude: false, where: [], excludeColumns: [] } as const;

const typos = [
  {
    form: /^\s|\s$/u,
    message: 'starts or ends with white space',
    hint: 'remove it; to allow it, set match: exact',
  },
  {
    form: /^".*"$/su,
    message: 'is in double quotes: names are written without them',
    hint: 'remove them; to allow them, set match: exact',
  },
  {
    form: /[*?]/,
    message: 'contains * or ?, which are not wildcards',
    hint: 'the wildcard of DMS is %; to allow the character, set match: exact',
  },
] as const;

/** Characters that are rarely part of a name, and often a typo. */
function rejectTypos(parts: NameParts, schemaKey: 'schema' | 'table' = 'table'): void {
  const keys = [
    [parts.schema, schemaKey],
    [parts.table, 'table'],
  ] as const;
  for (const [text, key] of keys)
    for (const { form, message, hint } of typos)
      if (form.test(text)) throw new UnreadableTableName(message, hint, key);
}

interface NameParts {
  readonly schema: string;
  readonly table: string;
}

function names(parts: NameParts, match: 'exact' | 'pattern' | undefined) {
  const pattern = (text: string): string =>
    match === 'pattern' || (match === undefined && looksLikePattern(text)) ? text : exactPattern(text);
  const [schemaPattern, tablePattern] = [pattern(parts.schema), pattern(parts.table)];
  const [schema, table] = [exactName(schemaPattern), exactName(tablePattern)];
  return {
    schemaPattern,
    tablePattern,
    ...(schema === undefined || table === undefined ? {} : { exact: { schema, table } }),
  };
}

function splitName(text: string): NameParts {
  const [schema = '', table, ...more] = text.split('.');
  if (table === undefined || schema === '' || table === '')
    throw new UnreadableTableName(
      'is not a table: write SCHEMA.TABLE',
      'such as sales.orders or HR.EMPLOYEES',
    );
  if (more.length > 0)
    throw new UnreadableTableName(
      'has more than one dot, so the end of the schema is ambiguous',
      `write an object such as {schema: ${schema}, table: ${JSON.stringify([table, ...more].join('.'))}}`,
    );
  return { schema, table };
}
