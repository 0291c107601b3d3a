import type { LoadColumn, LoadPlan } from '../planning/load-plan';
import { carefulStaging, identifier, literal, recordColumn } from './sql';

/** A column as the table has it. */
export interface TableColumn {
  readonly name: string;
  /** With its modifier, such as `character varying(20)`. */
  readonly type: string;
  readonly notNull: boolean;
}

/** The record table: all text, so that everything that is a record fits. `columns` are in the file's order. */
export function createRecords(columns: readonly LoadColumn[]): string {
  const fields = columns.map((_, index) => `${recordColumn(index)} text`);
  return `CREATE TEMP TABLE lakeferry_records (line bigint, raw text, ${fields.join(', ')}) ON COMMIT DROP`;
}

/**
 * A function a type for servers before PostgreSQL 16, which have no `pg_input_is_valid`: an assignment minds the length of
 * `varchar(n)`, where a cast would cut.
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

/** Lines whose fields do not fit their types, with why: `line`, `raw`, `reason`. */
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
    const says = literal(`column ${name}: `);
    const nulls =
      column.notNull || keys.includes(name)
        ? [`CASE WHEN ${field} IS NULL THEN ${says} || 'NULL, where the table takes none' END`]
        : [];
    if (column.type === 'text') return nulls;
    const valid = inputIsValid
      ? `pg_input_is_valid(${field}, ${literal(column.type)})`
      : `pg_temp.lakeferry_is_valid_${types.indexOf(column.type)}(${field})`;
    return [
      ...nulls,
      `CASE WHEN ${field} IS NOT NULL AND NOT ${valid} THEN ${says} || '"' || left(${field}, 100) || ${literal(`" is no ${column.type}`)} END`,
    ];
  });
  const reason = cases.length === 0 ? "''" : `concat_ws('; ', ${cases.join(', ')})`;
  return `SELECT line, raw, reason FROM (SELECT line, raw, ${reason} AS reason FROM ${carefulStaging}) AS checked
    WHERE reason <> '' ORDER BY line LIMIT $1`;
}

/** Lines that bear the key of a line before them. */
export function repeated(
  columns: readonly LoadColumn[],
  table: readonly TableColumn[],
  keys: readonly string[],
): string {
  const partition = keys.map((key) => typed(columns, table, key)).join(', ');
  return `SELECT line, raw, 'its key stands in line ' || first || ' already' AS reason FROM (
      SELECT line, raw, min(line) OVER (PARTITION BY ${partition}) AS first FROM ${carefulStaging}) AS numbered
    WHERE line > first ORDER BY line LIMIT $1`;
}

/** The records as rows of the load's columns, in the plan's order. */
export function selectRecords(
  plan: LoadPlan,
  columns: readonly LoadColumn[],
  table: readonly TableColumn[],
): string {
  const fields = plan.columns.map(({ name }) => `${typed(columns, table, name)} AS ${identifier(name)}`);
  return `SELECT ${fields.join(', ')} FROM ${carefulStaging} ORDER BY line`;
}

/** Of what passed `unfit`: nothing is cut here. */
function typed(columns: readonly LoadColumn[], table: readonly TableColumn[], name: string): string {
  const index = columns.findIndex((column) => column.name === name);
  const type = table.find((column) => column.name === name)?.type ?? 'text';
  return `CAST(${recordColumn(index)} AS ${type})`;
}
