import type { Check } from '../evaluation/check';
import { hasRows } from '../facts/source-facts';
import type { CheckFinding } from '../report/check-report';
import { finding, placeOf, sqlFix } from '../report/finding';
import type { CheckRequest } from '../request/check-request';
import { keyFix } from './changes/replica-identity';
import { assessments, define } from './definitions';
import type { PostgresTable } from './facts/selected-tables';
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
  evaluate: ({ request, tables }) => tables.filter(hasRows).flatMap((table) => keylessArray(request, table)),
};

function keylessArray({ mode }: CheckRequest, table: PostgresTable): readonly CheckFinding[] {
  const array = table.columns.find(({ type }) => type.endsWith('[]'));
  if (array === undefined || table.primaryKey.length > 0) return [];
  return [
    finding(definition, `${array.name} is ${array.type}, and the table has no primary key`, {
      ...placeOf(table, array.name),
      fix: sqlFix(keyFix(table, mode)),
    }),
  ];
}
