import type { Check } from '../../evaluation/check';
import { quotedTable } from '../../query/identifiers';
import { isYes, numberOf, textOf } from '../../query/query-results';
import { finding, placeOf, sqlFix } from '../../report/finding';
import { define } from '../definitions';
import type { PostgresTable } from '../facts/selected-tables';
import { type PostgresSource, withoutTableResult } from '../postgres-source';
import { logsChanges } from './logged-tables';
import { usableKey } from './replica-identity';

/** See docs/source-checks.md#what-changes-cannot-carry */
const definition = define('large-values', {
  modes: 'changes',
  severity: 'warning',
  title: 'an update carries the large values that it leaves alone',
  why: 'PostgreSQL stores values of more than about 2 KB outside of the row. The log of an update lacks those that did not change, and they arrive as NULL, unless REPLICA IDENTITY FULL logs the old row',
  source: 'https://www.postgresql.org/docs/current/storage-toast.html',
});

export const largeValues: Check<PostgresSource> = {
  definition,
  skip: withoutTableResult('tables', 'keys'),
  evaluate: ({ tables }) =>
    tables
      .filter((table) => logsChanges(table) && losesValues(table))
      .map((table) => {
        const bytes = numberOf(table.row, 'toast_bytes') ?? 0;
        return finding(
          definition,
          bytes > 0
            ? `the table has ${Math.ceil(bytes / 1024)} KB of large values: an update that leaves one alone arrives with NULL instead`
            : 'the table can have values of more than 2 KB: an update that leaves one alone arrives with NULL instead',
          { ...placeOf(table), fix: sqlFix(`ALTER TABLE ${quotedTable(table)} REPLICA IDENTITY FULL;`) },
        );
      }),
};

/**
 * PostgreSQL gives a table a place for large values only if a row can be too long. The check of the
 * identity itself reports tables whose updates are ignored.
 */
function losesValues(table: PostgresTable): boolean {
  if (!isYes(table.row, 'has_toast')) return false;
  const identity = textOf(table.row, 'replica_identity');
  return identity === 'd' && usableKey(table) !== undefined;
}
