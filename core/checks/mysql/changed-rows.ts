import type { Check } from '../evaluation/check';
import { quotedTable } from '../query/identifiers';
import { rowsOf, textOf } from '../query/query-results';
import { sqlFix } from '../report/finding';
import {
  changeableKey,
  changedKeyText,
  hasNewValues,
  ignoredTruncates,
  keyedTables,
  keyTriggerName,
  refusal,
  s3Guide,
  truncateText,
} from '../shared/changed-rows';
import { define } from './definitions';
import { mysqlDialect } from './dialect';
import type { MysqlTable } from './facts/selected-tables';
import { seesTriggers } from './grants';
import { loginOf, type MysqlSource, withoutTableResult } from './mysql-source';

const changedKeys = define('changed-keys', { ...changedKeyText, source: s3Guide });
const truncate = define('truncate', truncateText);

/** Length of a name of a trigger. */
const longestName = 64;

/** A database gets the update with both rows, because the binary log has them. */
export const changedRowChecks: readonly Check<MysqlSource>[] = [
  {
    definition: changedKeys,
    skip: withoutTableResult('triggers'),
    evaluate: (source) =>
      source.request.target !== 's3'
        ? []
        : keyedTables(source.tables)
            .filter((table) => !keepsKey(source, table))
            .map((table) =>
              changeableKey(
                changedKeys,
                table,
                'leaves the old row in the lake',
                sqlFix(refuseUpdates(source, table)),
              ),
            ),
  },
  {
    definition: truncate,
    skip: withoutTableResult('columns'),
    evaluate: ({ request, tables }) => ignoredTruncates(truncate, request, keyedTables(tables)),
  },
];

function keepsKey({ results }: MysqlSource, { schema, table, primaryKey }: MysqlTable): boolean {
  return rowsOf(results, 'triggers').some((row) => {
    if (textOf(row, 'table_schema') !== schema || textOf(row, 'table_name') !== table) return false;
    const statement = textOf(row, 'statement') ?? '';
    return /\bsignal\b/i.test(statement) && hasNewValues(statement, primaryKey);
  });
}

/**
 * Keys are compared by their bytes: in most collations, a change of case or of an accent is none. Triggers are hidden from a login
 * without the privilege TRIGGER.
 */
function refuseUpdates({ results }: MysqlSource, table: MysqlTable): string {
  const name = quotedTable(table);
  const trigger = quotedTable({ ...table, table: keyTriggerName(table.table, longestName) });
  const same = table.primaryKey
    .map((column) => mysqlDialect.identifier(column))
    .map((column) => `CAST(OLD.${column} AS BINARY) <=> CAST(NEW.${column} AS BINARY)`)
    .join(' AND ');
  return [
    'DELIMITER //',
    `CREATE TRIGGER ${trigger} BEFORE UPDATE ON ${name} FOR EACH ROW`,
    `IF NOT (${same}) THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = ${mysqlDialect.literal(refusal)}; END IF //`,
    'DELIMITER ;',
    ...(seesTriggers(results, table)
      ? []
      : [`GRANT TRIGGER ON ${name} TO ${loginOf(results)}; -- shows the trigger to this check`]),
  ].join('\n');
}
