import { fullTableName, type TableName } from '../../tables/table-name';

/** Texts of one run's record: an item holds at most 400 KB. */
const listed = 50;

/**
 * Names a table that the catalogue cannot have, because the columns of its files are unknown, and the reason. A folder where changes
 * arrive keeps its files: those without a header cannot be beside those with one.
 */
export function unlistedTable(
  kind: 'snapshot' | 'arrival',
  table: TableName,
  file: string,
  isSourceKnown: boolean,
): string {
  const prefix = kind === 'arrival' ? ' and another lake: {prefix: ...}' : '';
  const because = isSourceKnown
    ? `the first line of ${file} does not have the columns of the source, and a file without a header is read by position`
    : `no check has seen its columns in the source, and ${file} has no header`;
  return `${fullTableName(table)}: ${because}; set format: {header: true}${prefix} in the job, and load it again`;
}

/** Names a table whose partitions cannot be one CSV table, which is read by position. */
export function unlistedPartitions(parent: TableName): string {
  return `${fullTableName(parent)}: its partitions have different columns, or in another order, and a CSV file is read by position; set format: parquet and another lake: {prefix: ...} in the job, and load it again`;
}

/** Shortens a list for a run's record. */
export function shortList(texts: readonly string[]): readonly string[] {
  const more = texts.length - listed;
  return more > 0 ? [...texts.slice(0, listed), `and ${more} more tables`] : texts;
}
