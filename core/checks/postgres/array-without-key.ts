import type { Check } from '../evaluation/check';
import { hasRows } from '../facts/source-facts';
import { quotedTable } from '../query/identifiers';
import { isYes } from '../query/query-results';
import type { CheckFinding } from '../report/check-report';
import { finding, placeOf, sqlFix } from '../report/finding';
import { assessments, define } from './definitions';
import { postgresDialect } from './dialect';
import type { PostgresTable } from './facts/selected-tables';
import { indexColumns } from './facts/unique-indexes';
import { type PostgresSource, withoutTableResult } from './postgres-source';

const definition = define('array-without-key', {
  modes: 'loads',
  severity: 'error',
  title: 'tables with arrays have a primary key',
  why: 'DMS suspends a table with an array column and no primary key during the full load',
  source: assessments,
});

export const arrayWithoutKey: Check<PostgresSource> = {
  definition,
  skip: withoutTableResult('columns', 'keys'),
  evaluate: ({ tables }) => tables.filter(hasRows).flatMap(keylessArray),
};

function keylessArray(table: PostgresTable): readonly CheckFinding[] {
  const array = table.columns.find(({ type }) => type.endsWith('[]'));
  if (array === undefined || table.primaryKey.length > 0) return [];
  return [
    finding(definition, `${array.name} is ${array.type}, and the table has no primary key`, {
      ...placeOf(table, array.name),
      fix: sqlFix(`ALTER TABLE ${quotedTable(table)} ${newKey(table)};`),
    }),
  ];
}

/** Makes a unique index the primary key, or else adds a generated column. */
function newKey({ indexes }: PostgresTable): string {
  const unique = indexes.find(
    (index) => isYes(index, 'not_null') && !isYes(index, 'is_partial') && !isYes(index, 'has_expressions'),
  );
  const columns = unique === undefined ? [] : indexColumns(unique).map(postgresDialect.identifier);
  return columns.length > 0 ? `ADD PRIMARY KEY (${columns.join(', ')})` : postgresDialect.addRowId;
}
