import type { Mode } from '../../../model/mode';
import type { Check } from '../../evaluation/check';
import { quotedTable } from '../../query/identifiers';
import { isYes, textOf } from '../../query/query-results';
import type { CheckFinding, Severity } from '../../report/check-report';
import { finding, placeOf, sqlFix } from '../../report/finding';
import type { CheckRequest } from '../../request/check-request';
import { define } from '../definitions';
import { postgresDialect } from '../dialect';
import type { PostgresTable } from '../facts/selected-tables';
import { indexColumns, isWholeIndex } from '../facts/unique-indexes';
import { type PostgresSource, withoutTableResult } from '../postgres-source';
import { logsChanges } from './logged-tables';

/** See docs/pitfalls.md#tables-without-a-primary-key */
const definition = define('replica-identity', {
  modes: 'changes',
  severity: 'error',
  title: 'updates and deletes identify their row by the primary key',
  why: 'without a primary key or REPLICA IDENTITY FULL, DMS ignores updates and deletes of a table. A delete carries only the columns of the identity, so it finds no row when they lack the key',
});

export const replicaIdentity: Check<PostgresSource> = {
  definition,
  skip: withoutTableResult('keys'),
  evaluate: ({ request, tables }) =>
    tables.filter(logsChanges).flatMap((table) => identityOf(request, table)),
};

/**
 * Values of pg_class.relreplident: d for the primary key, n for nothing, f for the whole row, i for
 * an index.
 */
function identityOf({ target }: CheckRequest, table: PostgresTable): readonly CheckFinding[] {
  const found = (severity: Severity, text: string, statements: string): readonly CheckFinding[] => [
    finding(definition, text, { ...placeOf(table), severity, fix: sqlFix(statements) }),
  ];
  const key = usableKey(table);
  switch (textOf(table.row, 'replica_identity')) {
    case 'f':
      if (table.primaryKey.length > 0 || target === 'postgres') return [];
      return found(
        'warning',
        'the table has no primary key, so the lake has its changes and no table of its current rows',
        addKey(table) ?? addRowId(table),
      );
    case 'd':
      return key === undefined ? found('error', withoutKey(table), identify(table)) : [];
    case 'n':
      return found('error', 'REPLICA IDENTITY is NOTHING', identify(table));
    default:
      return ofIndex(table, found);
  }
}

/** AWS documents no other identities than DEFAULT and FULL. */
function ofIndex(
  table: PostgresTable,
  found: (severity: Severity, text: string, statements: string) => readonly CheckFinding[],
): readonly CheckFinding[] {
  const index = table.indexes.find((one) => isYes(one, 'is_identity'));
  if (index === undefined)
    return found('error', 'the index of its REPLICA IDENTITY does not exist', identify(table));
  const logged = indexColumns(index);
  const lacking = table.primaryKey.filter((column) => !logged.includes(column));
  const identity = `its REPLICA IDENTITY is the index ${textOf(index, 'name')} (${logged.join(', ')})`;
  if (table.primaryKey.length === 0)
    return found('error', `${identity}, and the table has no primary key`, identify(table));
  return lacking.length === 0
    ? found('warning', `${identity}, which AWS does not document`, identify(table))
    : found(
        'error',
        `${identity}, so a delete does not carry the key (${table.primaryKey.join(', ')})`,
        identify(table),
      );
}

/** Columns of the key that identifies rows under DEFAULT. PostgreSQL does not log a deferrable one. */
export function usableKey(table: PostgresTable): readonly string[] | undefined {
  const primary = table.indexes.find((index) => isYes(index, 'is_primary'));
  return primary !== undefined && isYes(primary, 'is_immediate') ? indexColumns(primary) : undefined;
}

/**
 * Statements that give a table without a key one. They are those of the identity where both checks
 * report the table, so that one of them is enough.
 */
export function keyFix(table: PostgresTable, mode: Mode): string {
  const key = addKey(table);
  if (key === undefined) return addRowId(table);
  return mode === 'full-load' || textOf(table.row, 'replica_identity') === 'f' ? key : identify(table);
}

function addRowId(table: PostgresTable): string {
  return `ALTER TABLE ${quotedTable(table)} ${postgresDialect.addRowId};`;
}

/** Statements after which the log identifies each row by the key, or else by all of its columns. */
function identify(table: PostgresTable): string {
  const alter = `ALTER TABLE ${quotedTable(table)} REPLICA IDENTITY`;
  // With a large value, DEFAULT would be the next finding.
  if (isYes(table.row, 'has_toast') && table.primaryKey.length > 0) return `${alter} FULL;`;
  if (usableKey(table) !== undefined) return `${alter} DEFAULT;`;
  const key = addKey(table);
  if (key === undefined) return `${alter} FULL; -- needs test_decoding, and writes more log`;
  const identity = isYes(table.row, 'has_toast') ? 'FULL' : 'DEFAULT';
  return `${key} ${alter} ${identity};`;
}

/** Makes a unique index the primary key. Undefined where the table has a key, or no index that could be one. */
function addKey(table: PostgresTable): string | undefined {
  if (table.primaryKey.length > 0) return undefined;
  const unique = table.indexes.find((index) => isYes(index, 'not_null') && isWholeIndex(index));
  if (unique === undefined) return undefined;
  const columns = indexColumns(unique).map(postgresDialect.identifier).join(', ');
  return `ALTER TABLE ${quotedTable(table)} ADD PRIMARY KEY (${columns});`;
}

function withoutKey({ primaryKey }: PostgresTable): string {
  return primaryKey.length > 0
    ? 'its primary key is deferrable'
    : 'the table has no primary key, and its REPLICA IDENTITY is DEFAULT';
}
