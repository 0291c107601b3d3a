import type { Json, JsonObject } from '../json';
import { exactName, matchesPattern } from '../tables/table-pattern';
import type { JobPlan } from './job-plan';

/** Condition of a row filter, with its values as DMS gets them. */
export interface RowCondition {
  readonly operator: string;
  readonly values: readonly string[];
}

/** Row filter of a table: one of its conditions must hold. All filters of a table must hold. */
export interface RowFilter {
  readonly column: string;
  readonly conditions: readonly RowCondition[];
}

/** Column that is not moved. All names are patterns of DMS. */
export interface ExcludedColumn {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
}

/** Selection of tables with the rows and columns that a job moves. Names are patterns of DMS. */
export interface TableContent {
  readonly schema: string;
  readonly table: string;
  readonly action: 'include' | 'exclude' | 'explicit';
  readonly where: readonly RowFilter[];
  readonly excludedColumns: readonly ExcludedColumn[];
  /** Tables with a higher number are loaded first. Absent: none was given. */
  readonly loadOrder?: number;
}

/** Reads what DMS gets: the job's own rules count like its tables. */
export function tableContents({ tableMappings }: Pick<JobPlan, 'tableMappings'>): readonly TableContent[] {
  const rules = objectsOf(tableMappings['rules']);
  const removals = rules.filter((rule) => rule['rule-action'] === 'remove-column').map(locatorOf);
  return rules
    .filter((rule) => rule['rule-type'] === 'selection')
    .map((rule) => {
      const { schema, table } = locatorOf(rule);
      // A rule may be about more tables than the selection, or about fewer.
      const isAbout = (one: ExcludedColumn): boolean =>
        overlaps(one.schema, schema) && overlaps(one.table, table);
      return {
        schema,
        table,
        action: actionOf(rule),
        where: objectsOf(rule['filters']).map(filterOf),
        excludedColumns: removals.filter(isAbout),
        ...(typeof rule['load-order'] === 'number' ? { loadOrder: rule['load-order'] } : {}),
      };
    });
}

function actionOf(rule: JsonObject): TableContent['action'] {
  const action = rule['rule-action'];
  return action === 'exclude' || action === 'explicit' ? action : 'include';
}

function overlaps(one: string, other: string): boolean {
  return one === other || covers(one, other) || covers(other, one);
}

function covers(pattern: string, other: string): boolean {
  return matchesPattern(pattern, exactName(other) ?? other);
}

function filterOf(filter: JsonObject): RowFilter {
  return {
    column: textOf(filter['column-name']),
    conditions: objectsOf(filter['filter-conditions']).map((condition) => ({
      operator: textOf(condition['filter-operator']),
      values: ['value', 'start-value', 'end-value'].flatMap((key) =>
        condition[key] === undefined ? [] : textOf(condition[key]),
      ),
    })),
  };
}

function locatorOf(rule: JsonObject): ExcludedColumn {
  const [locator = {}] = objectsOf([rule['object-locator'] ?? {}]);
  return {
    schema: textOf(locator['schema-name']),
    table: textOf(locator['table-name']),
    column: textOf(locator['column-name']),
  };
}

function textOf(value: Json | undefined): string {
  return value === undefined ? '' : String(value);
}

function objectsOf(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
