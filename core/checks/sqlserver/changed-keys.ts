import type { Check } from '../evaluation/check';
import { withoutResult } from '../evaluation/skip-reasons';
import { isYes, rowsOf, textOf } from '../query/query-results';
import { sqlFix } from '../report/finding';
import { changeableKey, changedKeyText, keyTriggerName, refusal } from '../shared/changed-rows';
import { define } from './definitions';
import { sqlServerDialect } from './dialect';
import { rowsOfTable } from './facts/table-rows';
import type { SqlServerSource, SqlServerTable } from './sqlserver-source';

const definition = define('changed-keys', {
  ...changedKeyText,
  why: 'in the lake, an update of the primary key may arrive as a row with the new key only. The row with the old key stays. In a database, an update of the keys of several rows can fail. A delete and an insert arrive',
});

/** Length of a name. */
const longestName = 128;

/** The server itself refuses to update an identity column, and to truncate a table whose changes are captured (error 4711). */
export const changedKeys: Check<SqlServerSource> = {
  definition,
  skip: withoutResult('triggers', 'columns', 'indexes'),
  evaluate: (source) =>
    source.tables
      .filter(({ facts }) => facts.primaryKey.length > 0 && facts.kind !== 'external')
      .filter((table) => hasOpenKey(source, table) && !keepsKey(source, table))
      .map(({ facts }) =>
        changeableKey(
          definition,
          facts,
          source.request.target === 's3'
            ? 'can leave the old row in the lake'
            : 'can fail in the target when it changes several rows',
          sqlFix(refuseUpdates(facts)),
        ),
      ),
};

function hasOpenKey({ results }: SqlServerSource, { name, facts }: SqlServerTable): boolean {
  const identity = rowsOfTable(name, rowsOf(results, 'columns'))
    .filter((row) => isYes(row, 'is_identity'))
    .map((row) => textOf(row, 'name'));
  return !facts.primaryKey.every((column) => identity.includes(column));
}

function keepsKey({ results }: SqlServerSource, { name, facts }: SqlServerTable): boolean {
  return rowsOfTable(name, rowsOf(results, 'triggers')).some((row) => {
    const text = (textOf(row, 'definition') ?? '').toLowerCase();
    return (
      !isYes(row, 'is_disabled') &&
      /\b(raiserror|throw|rollback)\b/.test(text) &&
      /\binserted\b.*\bdeleted\b/s.test(text) &&
      facts.primaryKey.every((column) => text.includes(sqlServerDialect.identifier(column).toLowerCase()))
    );
  });
}

/**
 * Keys are compared by their bytes: in most collations, a change of case is none. Two rows that exchange their keys leave no old
 * row behind. The statement is a batch of its own.
 */
function refuseUpdates({ schema, table, primaryKey }: SqlServerTable['facts']): string {
  const { identifier } = sqlServerDialect;
  const trigger = `${identifier(schema)}.${identifier(keyTriggerName(table, longestName))}`;
  const key = primaryKey.map((column) => `CAST(${identifier(column)} AS varbinary(900))`).join(', ');
  return (
    `CREATE TRIGGER ${trigger} ON ${identifier(schema)}.${identifier(table)} AFTER UPDATE AS ` +
    `IF EXISTS (SELECT ${key} FROM inserted EXCEPT SELECT ${key} FROM deleted) ` +
    `BEGIN RAISERROR(${sqlServerDialect.literal(refusal)}, 16, 1); ROLLBACK TRANSACTION; END;`
  );
}
