import { sqlType } from './hive-types';
import { loadListTable } from './load-list';

/** Glue table, as its own parameters describe it. */
export interface ViewedTable {
  readonly database: string;
  readonly name: string;
  readonly kind: 'snapshot' | 'arrival';
  /** In the table's order, with the types of the source. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** Text of a null. Set where the files are CSV. */
  readonly nullValue?: string | undefined;
  readonly primaryKey: readonly string[];
  readonly operation?: string | undefined;
  readonly timestamp?: string | undefined;
  /** Name of the column with the change sequence, which is empty or null in loaded rows. */
  readonly sequence?: string | undefined;
  /** True if the files of each partition of the source are in folders `part=<schema>.<table>`. */
  readonly isPartitioned?: boolean;
  /** Its rows in the list of newest loads. Absent where the database has no list. */
  readonly loads?: { readonly job: string; readonly source: string };
}

/** Digits of $AR_H_CHANGE_SEQ: see `planning/change-sequence.ts`. */
const sequenceDigits = 35;

/** Expressions that differ between Athena and DuckDB. */
export interface Dialect {
  /** File that a row comes from. */
  readonly path: string;
  /** Function that compares a text with a regular expression. */
  readonly matches: string;
  /** Text of a time in a column of a Parquet file. */
  timeText(column: string): string;
}

export const athena: Dialect = {
  path: '"$path"',
  matches: 'regexp_like',
  timeText: (column) => `CAST(date_add('millisecond', ${column}, TIME '00:00:00.000') AS varchar)`,
};
/** DuckDB reads such a column as a time. */
export const duckDb: Dialect = {
  path: 'filename',
  matches: 'regexp_matches',
  timeText: (column) => `strftime(DATE '1970-01-01' + ${column}, '%H:%M:%S.%g')`,
};

/** Types of views whose values the Parquet file has in another form: see `viewType`. */
const converted: ReadonlySet<string> = new Set(['time', 'unsigned']);

/** Names of files of a load: see `keys/load-folder.ts`. */
const loadPath = '/(SEGMENT[0-9]+_)?LOAD[0-9A-F]+[.][^/]*$';

/**
 * `SELECT` of the table with the source's types and nulls. Undefined for a table that has them itself. CSV tables contain text only. A text that its type cannot hold, such as
 * NaN or a year above 9999, is null there and stays readable in the table itself (docs/pitfalls.md#csv-values-without-a-type).
 */
export function typedSelect(table: ViewedTable, from: string, dialect: Dialect): string | undefined {
  if (table.nullValue === undefined && !table.columns.some(({ type }) => converted.has(type)))
    return undefined;
  return `SELECT ${table.columns.map((column) => typed(table, column, dialect)).join(', ')}\nFROM ${from}`;
}

/**
 * `SELECT` of the table as its source has it now: the newest change per key, unless it deleted the row. Undefined for a table
 * without a key or a commit time.
 * Of several loads only the newest counts, and each change after it is newer than its rows, whatever the clock of the source says.
 * Where no load is listed, the time decides: a loaded row has the start time of its load. All changes of one transaction have one
 * commit time, and in some sources all changes of one second: DMS's change sequence orders them. Earlier files have no sequence:
 * there the newer file wins, then D, then U.
 */
export function currentSelect(table: ViewedTable, from: string, dialect: Dialect): string | undefined {
  const { operation, timestamp, sequence, primaryKey } = table;
  const isNested = table.isPartitioned === true || table.loads !== undefined;
  const path = isNested ? rowColumns.path : dialect.path;
  const group = [...(table.isPartitioned === true ? [rowColumns.part] : []), ...primaryKey.map(quoted)];
  if (operation === undefined || timestamp === undefined || primaryKey.length === 0) return undefined;
  const known = new Set(table.columns.map(({ name }) => name.toLowerCase()));
  if (missingKey(table).length > 0) return undefined;
  if (![operation, timestamp].every((name) => known.has(name.toLowerCase()))) return undefined;
  const added = new Set([operation, timestamp, sequence ?? operation].map((name) => name.toLowerCase()));
  const op = quoted(operation);
  const order = [
    ...(table.loads === undefined ? [] : [rowColumns.isLoaded]),
    `${quoted(timestamp)} DESC`,
    ...(sequence !== undefined && known.has(sequence.toLowerCase()) ? [`${sequenceOf(sequence)} DESC`] : []),
    `${path} DESC`,
    `CASE ${op} WHEN 'D' THEN 0 WHEN 'U' THEN 1 ELSE 2 END`,
  ];
  const columns = table.columns.filter(({ name }) => !added.has(name.toLowerCase()));
  return [
    `SELECT ${columns.map((column) => typed(table, column, dialect)).join(', ')}`,
    'FROM (',
    '  SELECT *, row_number() OVER (',
    `    PARTITION BY ${group.join(', ')}`,
    `    ORDER BY ${order.join(', ')}`,
    '  ) AS lakeferry_rank',
    ...(table.isPartitioned === true ? newestLoads : newestLoad)(table, from, dialect),
    ')',
    `WHERE lakeferry_rank = 1 AND ${op} <> 'D'`,
  ].join('\n');
}

/** Columns of the key that the table does not have, because the job's rules leave them out. */
export function missingKey({ columns, primaryKey }: ViewedTable): readonly string[] {
  const known = new Set(columns.map(({ name }) => name.toLowerCase()));
  return primaryKey.filter((name) => !known.has(name.toLowerCase()));
}

/** Columns that views add to the rows of a table. */
const rowColumns = {
  path: 'lakeferry_path',
  part: 'lakeferry_part',
  from: 'lakeferry_from',
  /** 1 in rows of the newest load, 0 in changes. */
  isLoaded: 'lakeferry_is_loaded',
} as const;

/**
 * Rows without those of earlier loads, and without changes from before the newest load: a row that was deleted in between has no
 * delete among the changes. A table whose load is not in the list keeps all files.
 */
function newestLoad(
  { database, loads }: ViewedTable,
  from: string,
  { path, matches }: Dialect,
): readonly string[] {
  if (loads === undefined) return [`  FROM ${from}`];
  const own = `FROM ${quoted(database)}.${quoted(loadListTable)} WHERE job = ${literal(loads.job)} AND source = ${literal(loads.source)}`;
  const { path: file, isLoaded } = rowColumns;
  return [
    '  FROM (',
    `    SELECT *, ${path} AS ${file}, ${loadedIn(path, own)} AS ${isLoaded}`,
    `    FROM ${from}`,
    '  )',
    `  WHERE (SELECT count(*) ${own}) = 0`,
    `    OR ${isLoaded} = 1`,
    `    OR (NOT ${matches}(${file}, ${literal(loadPath)})`,
    `      AND regexp_extract(${file}, '[^/]*$') >= (SELECT max(changes_from) ${own}))`,
  ];
}

function loadedIn(path: string, list: string): string {
  return `CASE WHEN ${path} IN (SELECT file ${list}) THEN 1 ELSE 0 END`;
}

/**
 * Rows of all partitions, each with the name of its partition, without those from before the newest load of their partition. Keys
 * are unique in one partition only, and a row that moves is deleted in one and inserted in another.
 */
function newestLoads(
  { database, loads }: ViewedTable,
  from: string,
  { path, matches }: Dialect,
): readonly string[] {
  const { path: file, part, from: changesFrom, isLoaded } = rowColumns;
  const list =
    loads === undefined
      ? undefined
      : `FROM ${quoted(database)}.${quoted(loadListTable)} WHERE job = ${literal(loads.job)}`;
  const rows = [
    '  FROM (',
    `    SELECT *, ${path} AS ${file}, regexp_extract(${path}, '.*/(part=[^/]+)/', 1) AS ${part}${list === undefined ? '' : `, ${loadedIn(path, list)} AS ${isLoaded}`}`,
    `    FROM ${from}`,
    '  )',
  ];
  // The folder may have files of the parent itself, from before the job named its partitions.
  if (list === undefined) return [...rows, `  WHERE ${part} <> ''`];
  return [
    ...rows,
    '  LEFT JOIN (',
    `    SELECT source AS lakeferry_loaded, max(changes_from) AS ${changesFrom} ${list} GROUP BY source`,
    `  ) ON lakeferry_loaded = ${part}`,
    `  WHERE ${part} <> '' AND (lakeferry_loaded IS NULL`,
    `    OR ${isLoaded} = 1`,
    `    OR (NOT ${matches}(${file}, ${literal(loadPath)})`,
    `      AND regexp_extract(${file}, '[^/]*$') >= ${changesFrom}))`,
  ];
}

/** Sequence, or the lowest text where there is none: for a null, a loaded row, or another column's value in an earlier CSV file. */
function sequenceOf(sequence: string): string {
  return `CASE WHEN length(${quoted(sequence)}) = ${sequenceDigits} THEN ${quoted(sequence)} ELSE '' END`;
}

/** View that a person creates once in Athena. Undefined when the table needs none, or cannot have one. */
export function athenaView(table: ViewedTable, view: string): string | undefined {
  const from = `${quoted(table.database)}.${quoted(table.name)}`;
  const select =
    table.kind === 'arrival' ? currentSelect(table, from, athena) : typedSelect(table, from, athena);
  if (select === undefined) return undefined;
  return `CREATE OR REPLACE VIEW ${quoted(table.database)}.${quoted(view)} AS\n${select};`;
}

function typed(
  { nullValue }: ViewedTable,
  { name, type }: { name: string; type: string },
  { timeText }: Dialect,
): string {
  const column = quoted(name.toLowerCase());
  if (nullValue === undefined) {
    if (!converted.has(type)) return column;
    return `${type === 'time' ? timeText(column) : unsignedNumber(column)} AS ${column}`;
  }
  const value = `NULLIF(${column}, ${literal(nullValue)})`;
  // DuckDB reads `0044-03-15 BC` as the year 44.
  if (type === 'date' || type === 'timestamp')
    return `CASE WHEN ${column} LIKE '%BC' THEN NULL ELSE TRY_CAST(${value} AS ${sqlType(type)}) END AS ${column}`;
  // Bytes are hexadecimal digits in DMS's CSV: readers get text.
  return `${type === 'string' || type === 'binary' ? value : `TRY_CAST(${value} AS ${sqlType(type)})`} AS ${column}`;
}

/** DuckDB reads the column as unsigned, so no value is negative there. */
function unsignedNumber(column: string): string {
  const overflow = "CAST('18446744073709551616' AS decimal(20,0))";
  return `CAST(CAST(${column} AS decimal(20,0)) + CASE WHEN ${column} < 0 THEN ${overflow} ELSE CAST(0 AS decimal(20,0)) END AS decimal(20,0))`;
}

export function quoted(name: string): string {
  return `"${name.toLowerCase().replaceAll('"', '""')}"`;
}

export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
