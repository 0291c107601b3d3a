import type { Check } from '../evaluation/check';
import { hasRows } from '../facts/source-facts';
import { isYes, textOf } from '../query/query-results';
import { finding, placeOf, sqlFix } from '../report/finding';
import { define } from './definitions';
import { postgresDialect } from './dialect';
import { type PostgresSource, withoutTableResult } from './postgres-source';

const definition = define('coalesce-index', {
  modes: 'changes',
  severity: 'warning',
  title: 'no unique index uses coalesce',
  why: 'DMS does not replicate a table with a unique index that uses coalesce',
});

export const coalesceIndex: Check<PostgresSource> = {
  definition,
  skip: withoutTableResult('keys'),
  evaluate: ({ tables }) =>
    tables.filter(hasRows).flatMap((table) => {
      const index = table.indexes.find((one) => isYes(one, 'has_coalesce'));
      if (index === undefined) return [];
      const name = textOf(index, 'name') ?? '';
      const dropped = [table.schema, name].map(postgresDialect.identifier).join('.');
      return [
        finding(definition, `unique index ${name} uses coalesce`, {
          ...placeOf(table),
          fix: sqlFix(`DROP INDEX ${dropped}; -- or replace it: UNIQUE NULLS NOT DISTINCT needs no coalesce`),
        }),
      ];
    }),
};
