import type { MappingRule } from '../../tables/mapping-rule';
import { matchesPattern } from '../../tables/table-pattern';
import type { TableShape } from '../../tables/table-shape';
import { type LocatedRule, locate, transformed } from '../../tables/target-names';

export type SourceColumn = TableShape['columns'][number];

/** Source table whose columns are in a file. */
export type FileShape = Pick<TableShape, 'engine' | 'columns' | 'schema' | 'table'>;

export interface AddedColumns {
  /** Format of the files, which decides their types. */
  readonly type: 'csv' | 'parquet';
  /** True if `Op` is the first column. */
  readonly operation: boolean;
  readonly timestamp?: string | undefined;
  /** Name of the column with the change sequence, which a rule adds. */
  readonly sequence?: string | undefined;
}

/** DMS's name of the column with the operation. */
export const operationColumn = 'Op';

export interface FileColumn {
  readonly name: string;
  /** Absent for a column that DMS or a rule adds. */
  readonly source?: SourceColumn;
}

/**
 * Columns of a file in the order in which DMS writes them: operation, time, the columns of the source that the rules keep, and
 * the columns that rules add. The guide does not define the order; files of DMS have it (docs/aws-facts/dms-targets.md#timestamp-column).
 */
export function fileColumns(shape: FileShape, added: AddedColumns, rules: unknown): readonly FileColumn[] {
  const own = columnRules(shape, rules);
  const copied = shape.columns.flatMap((source): FileColumn[] => {
    const name = nameInFile(own, source.name);
    return name === undefined ? [] : [{ name, source }];
  });
  return [
    ...(added.operation ? [{ name: operationColumn }] : []),
    ...(added.timestamp === undefined ? [] : [{ name: added.timestamp }]),
    ...copied,
    ...addedNames(own, added.sequence).map((name) => ({ name })),
  ];
}

/**
 * Columns of a file without a header line, which are read by position. `fields` are those of its first line, where known.
 * Empty when the line contradicts the columns: no column at all is better than one under another's name.
 */
export function checkedColumns(
  columns: readonly FileColumn[],
  added: AddedColumns,
  fields: readonly string[] | undefined,
): readonly FileColumn[] {
  if (fields === undefined) return columns;
  if (fields.length !== columns.length) return [];
  if (added.operation && !/^[IUD]$/.test(fields[0] ?? '')) return [];
  if (added.timestamp === undefined) return columns;
  const first = added.operation ? 1 : 0;
  if (isTime(fields[first])) return columns;
  // The other place that the guide leaves open: behind the columns of the source.
  const time = columns[first];
  const last = columns.findLastIndex(({ source }) => source !== undefined);
  if (time === undefined || !isTime(fields[last])) return [];
  return [
    ...columns.slice(0, first),
    ...columns.slice(first + 1, last + 1),
    time,
    ...columns.slice(last + 1),
  ];
}

/** https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.S3.html: TimestampColumnName. */
function isTime(field: string | undefined): boolean {
  return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,9})?$/.test(field ?? '');
}

/** Rules for columns of a table, lowest id first. */
function columnRules({ schema, table }: FileShape, rules: unknown): readonly LocatedRule[] {
  return (Array.isArray(rules) ? rules : [])
    .filter((rule: MappingRule) => rule['rule-type'] === 'transformation' && rule['rule-target'] === 'column')
    .flatMap((rule: MappingRule) => locate(rule))
    .filter((rule) => matchesPattern(rule.schema, schema) && matchesPattern(rule.table, table))
    .sort((a, b) => Number(a.rule['rule-id']) - Number(b.rule['rule-id']));
}

/** Name of a source's column in the file. Undefined when the rules leave it out. */
function nameInFile(rules: readonly LocatedRule[], name: string): string | undefined {
  const isAction = (action: string) => (one: LocatedRule) => one.rule['rule-action'] === action;
  const matching = rules.filter(({ rule }) => {
    const pattern = rule['object-locator']?.['column-name'];
    return (
      rule['rule-action'] !== 'add-column' &&
      matchesPattern(typeof pattern === 'string' ? pattern : '%', name)
    );
  });
  if (matching.some(isAction('remove-column'))) return undefined;
  if (rules.some(isAction('include-column')) && !matching.some(isAction('include-column'))) return undefined;
  return transformed(name, matching.find((one) => !isAction('include-column')(one))?.rule);
}

function addedNames(rules: readonly LocatedRule[], sequence: string | undefined): readonly string[] {
  const names = rules.flatMap(({ rule }) =>
    rule['rule-action'] === 'add-column' && typeof rule['value'] === 'string' ? [rule['value']] : [],
  );
  return sequence === undefined || names.includes(sequence) ? names : [...names, sequence];
}
