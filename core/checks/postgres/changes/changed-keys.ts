import type { Check } from '../../evaluation/check';
import { quotedTable } from '../../query/identifiers';
import { isYes, textOf } from '../../query/query-results';
import { finding, placeOf, sqlFix } from '../../report/finding';
import { define } from '../definitions';
import { postgresDialect } from '../dialect';
import type { PostgresTable } from '../facts/selected-tables';
import { type PostgresSource, withoutTableResult } from '../postgres-source';
import { logsChanges } from './logged-tables';

/** See docs/source-checks.md#what-changes-cannot-carry */
const definition = define('changed-keys', {
  modes: 'changes',
  severity: 'warning',
  title: 'keys do not change, and tables are not truncated',
  why: 'an update of the primary key arrives as a row with the new key, or not at all. Either way, the row with the old key stays. A TRUNCATE may not arrive. A delete and an insert do',
});

export const changedKeys: Check<PostgresSource> = {
  definition,
  skip: withoutTableResult('tables', 'keys', 'columns'),
  evaluate: ({ tables }) =>
    tables.filter(logsChanges).flatMap((table) => {
      const canChange = hasOpenKey(table);
      const canTruncate = !isYes(table.row, 'keeps_rows');
      if (!canChange && !canTruncate) return [];
      const what = [
        ...(canChange ? [`an update of the key (${table.primaryKey.join(', ')})`] : []),
        ...(canTruncate ? ['a TRUNCATE'] : []),
      ];
      return [
        finding(definition, `nothing prevents ${what.join(' or ')}, which leaves old rows in the target`, {
          ...placeOf(table),
          fix: sqlFix(refusal(table, canChange)),
        }),
      ];
    }),
};

/** PostgreSQL itself refuses to change a column that is GENERATED ALWAYS AS IDENTITY. */
function hasOpenKey({ primaryKey, row, alwaysGenerated }: PostgresTable): boolean {
  const trigger = textOf(row, 'keep_key') ?? '';
  const isKept = (column: string): boolean =>
    alwaysGenerated.includes(column) ||
    [column, postgresDialect.identifier(column)].some((name) => trigger.includes(` new.${name})`));
  return !primaryKey.every(isKept);
}

/** Statements that make the database refuse the changes that do not arrive. They can be run twice. */
function refusal(table: PostgresTable, withKey: boolean): string {
  const name = quotedTable(table);
  const call = `${postgresDialect.identifier(table.schema)}.lakeferry_refuse_change()`;
  const trigger = (id: string, when: string): string =>
    `DROP TRIGGER IF EXISTS ${id} ON ${name}; CREATE TRIGGER ${id} ${when} EXECUTE PROCEDURE ${call};`;
  const isChanged = table.primaryKey
    .map((column) => postgresDialect.identifier(column))
    .map((column) => `OLD.${column} IS DISTINCT FROM NEW.${column}`)
    .join(' OR ');
  return [
    `CREATE OR REPLACE FUNCTION ${call} RETURNS trigger LANGUAGE plpgsql AS ` +
      `$$ BEGIN RAISE EXCEPTION 'this % of % does not reach its copies: delete and insert instead', TG_OP, TG_TABLE_NAME; END $$;`,
    ...(withKey
      ? [trigger('lakeferry_keep_key', `AFTER UPDATE ON ${name} FOR EACH ROW WHEN (${isChanged})`)]
      : []),
    trigger('lakeferry_keep_rows', `BEFORE TRUNCATE ON ${name} FOR EACH STATEMENT`),
  ].join(' ');
}
