import type { LoadColumn, LoadPlan } from '../planning/load-plan';
import { carefulStaging, identifier, literal, recordColumn } from './sql';

/** Column of the target table. */
export interface TableColumn {
  readonly name: string;
  /** Type with its modifier, such as `character varying(20)`. */
  readonly type: string;
  readonly notNull: boolean;
}

/** Statement that creates the record table, with text columns that accept each record. `columns` are in the file's order. */
export function createRecords(columns: readonly LoadColumn[]): string {
  const fields = columns.map((_, index) => `${recordColumn(index)} text`);
  return `CREATE TEMP TABLE lakeferry_records (line bigint, raw text, ${fields.join(', ')}) ON COMMIT DROP`;
}

/**
 * Statements that create one function per type, for servers before PostgreSQL 16, which have no `pg_input_is_valid`.
 * An assignment checks the length of `varchar(n)`, where a cast would truncate.
 */
export function validators(table: readonly TableColumn[]): readonly string[] {
  return distinctTypes(table).map(
    (type, index) =>
      `CREATE OR REPLACE FUNCTION pg_temp.lakeferry_is_valid_${index}(given text) RETURNS boolean LANGUAGE plpgsql AS $body$
       DECLARE held ${type};
       BEGIN held := given; RETURN true;
       EXCEPTION WHEN data_exception OR integrity_constraint_violation OR syntax_error_or_access_rule_violation THEN RETURN false;
       END $body$`,
  );
}

function distinctTypes(table: readonly TableColumn[]): readonly string[] {
  return [...new Set(table.map(({ type }) => type))].filter((type) => type !== 'text').sort();
}

/** Query for the lines whose fields do not fit their types: `line`, `raw`, `reason`. */
export function unfit(
  columns: readonly LoadColumn[],
  table: readonly TableColumn[],
  keys: readonly string[],
  inputIsValid: boolean,
): string {
  const types = distinctTypes(table);
  const cases = columns.flatMap(({ name }, index) => {
    const column = table.find((one) => one.name === name);
    if (column === undefined) return [];
    const field = recordColumn(index);
    const prefix = literal(`column ${name}: `);
    const nulls =
      column.notNull || keys.includes(name)
        ? [`CASE WHEN ${field} IS NULL THEN ${prefix} || 'NULL, but the table requires a value' END`]
        : [];
    if (column.type === 'text') return nulls;
    const valid = inputIsValid
      ? `pg_input_is_valid(${field}, ${literal(column.type)})`
      : `pg_temp.lakeferry_is_valid_${types.indexOf(column.type)}(${field})`;
    return [
      ...nulls,
      `CASE WHEN ${field} IS NOT NULL AND NOT ${valid} THEN ${prefix} || '"' || left(${field}, 100) || ${literal(`" is not a valid ${column.type}`)} END`,
    ];
  });
  const reason = cases.length === 0 ? "''" : `concat_ws('; ', ${cases.join(', ')})`;
  return `SELECT line, raw, reason FROM (SELECT line, raw, ${reason} AS reason FROM ${carefulStaging}) AS checked
    WHERE reason <> '' ORDER BY line LIMIT $1`;
}

/** Query for the lines that repeat the key of an earlier line. */
export function repeated(
  columns: readonly LoadColumn[],
  table: readonly TableColumn[],
  keys: readonly string[],
): string {
  const partition = keys.map((key) => typed(columns, table, key)).join(', ');
  return `SELECT line, raw, 'line ' || first || ' has the same key' AS reason FROM (
      SELECT line, raw, min(line) OVER (PARTITION BY ${partition}) AS first FROM ${carefulStaging}) AS numbered
    WHERE line > first ORDER BY line LIMIT $1`;
}

/** Query for the records as rows of the load's columns, in the plan's order. */
export function selectRecords(
  plan: LoadPlan,
  columns: readonly LoadColumn[],
  table: readonly TableColumn[],
): string {
  const fields = plan.columns.map(({ name }) => `${typed(columns, table, name)} AS ${identifier(name)}`);
  return `SELECT ${fields.join(', ')} FROM ${carefulStaging} ORDER BY line`;
}

/** Cast of a field that passed `unfit`, so that it truncates nothing. */
function typed(columns: readonly LoadColumn[], table: readonly TableColumn[], name: string): string {
  const index = columns.findIndex((column) => column.name === name);
  const type = table.find((column) => column.name === name)?.type ?? 'text';
  return `CAST(${recordColumn(index)} AS ${type})`;
}
