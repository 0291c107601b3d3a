import type { Filter, FilterCondition } from './rules';

/** Quotes an SQL identifier. */
export const name = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** Quotes an SQL literal. `standard_conforming_strings` is on, so a backslash is a backslash. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/**
 * WHERE condition of DMS source filters: filters joined by AND, conditions of one filter by OR. Undefined
 * without filters.
 */
export function filterSql(filters: readonly Filter[]): string | undefined {
  if (filters.length === 0) return undefined;
  return filters
    .map((filter) => {
      const column = name(filter['column-name']);
      return `(${filter['filter-conditions'].map((condition) => conditionSql(column, condition)).join(' OR ')})`;
    })
    .join(' AND ');
}

function conditionSql(column: string, condition: FilterCondition): string {
  const value = literal(condition.value ?? '');
  const range = `${literal(condition['start-value'] ?? '')} AND ${literal(condition['end-value'] ?? '')}`;
  switch (condition['filter-operator']) {
    case 'gte':
      return `${column} >= ${value}`;
    case 'lte':
    case 'ste':
      return `${column} <= ${value}`;
    case 'eq':
      return `${column} = ${value}`;
    case 'noteq':
      return `${column} <> ${value}`;
    case 'between':
      return `${column} BETWEEN ${range}`;
    case 'notbetween':
      return `${column} NOT BETWEEN ${range}`;
    case 'null':
      return `${column} IS NULL`;
    case 'notnull':
      return `${column} IS NOT NULL`;
  }
}
