import type { Check } from '../evaluation/check';
import { hasRows } from '../facts/source-facts';
import { quotedTable } from '../query/identifiers';
import { isYes, textOf } from '../query/query-results';
import type { CheckFinding } from '../report/check-report';
import { finding, placeOf, sqlFix } from '../report/finding';
import { define } from './definitions';
import { postgresDialect } from './dialect';
import type { PostgresTable } from './facts/selected-tables';
import { isWholeIndex } from './facts/unique-indexes';
import { type PostgresSource, withoutTableResult } from './postgres-source';

/** See docs/pitfalls.md#tables-without-a-primary-key */
const definition = define('replica-identity', {
  modes: 'changes',
  severity: 'error',
  title: 'updates and deletes identify their row',
  why: 'without a primary key or REPLICA IDENTITY FULL, DMS ignores updates and deletes of a table',
});

export const replicaIdentity: Check<PostgresSource> = {
  definition,
  skip: withoutTableResult('keys'),
  evaluate: ({ tables }) => tables.filter(hasRows).flatMap(identityOf),
};

/**
 * Values of pg_class.relreplident: d for the primary key, n for nothing, f for the whole row, i for
 * an index.
 */
function identityOf(table: PostgresTable): readonly CheckFinding[] {
  const setting = textOf(table.row, 'replica_identity');
  const primary = table.indexes.find((index) => isYes(index, 'is_primary'));
  const hasKey = primary !== undefined && isYes(primary, 'is_immediate');
  if (setting === 'f') return [];
  if (setting === 'd' && hasKey) return [];
  if (setting === 'i' && table.indexes.some((index) => isYes(index, 'is_identity'))) return [];
  const identity = hasKey ? 'DEFAULT' : suggested(table);
  // FULL works with test_decoding, but not with pglogical.
  const remark = identity === 'FULL' ? ' -- a primary key is better; FULL does not work with pglogical' : '';
  return [
    finding(definition, identityText(setting, primary !== undefined), {
      ...placeOf(table),
      fix: sqlFix(`ALTER TABLE ${quotedTable(table)} REPLICA IDENTITY ${identity};${remark}`),
    }),
  ];
}

function suggested({ indexes }: PostgresTable): string {
  const usable = indexes.find(
    (index) => isYes(index, 'not_null') && isYes(index, 'is_immediate') && isWholeIndex(index),
  );
  if (usable === undefined) return 'FULL';
  return `USING INDEX ${postgresDialect.identifier(textOf(usable, 'name') ?? '')}`;
}

function identityText(setting: string | undefined, hasPrimaryKey: boolean): string {
  if (setting === 'n') return 'REPLICA IDENTITY is NOTHING';
  if (setting === 'i') return 'the index of its REPLICA IDENTITY does not exist';
  return hasPrimaryKey
    ? 'its primary key is deferrable'
    : 'the table has no primary key, and its REPLICA IDENTITY is DEFAULT';
}
