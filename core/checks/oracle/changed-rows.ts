import type { Check, CheckedSource } from '../evaluation/check';
import { withoutResult } from '../evaluation/skip-reasons';
import type { TableFacts } from '../facts/source-facts';
import { rowsOf, textOf } from '../query/query-results';
import type { CheckFinding } from '../report/check-report';
import { type Fix, sqlFix } from '../report/finding';
import {
  changeableKey,
  changedKeyText,
  hasNewValues,
  ignoredTruncates,
  keyedTables,
  keyTriggerName,
  refusal,
  truncateText,
} from '../shared/changed-rows';
import { define } from './definitions';
import { oracleDialect, oracleIdentifier } from './dialect';
import { baseTables, rowsOfTable } from './facts/table-rows';

const changedKeys = define('changed-keys', {
  ...changedKeyText,
  why: 'in the lake, an update of the primary key arrives as a row with the new key. The row with the old key stays. DMS does not support updates of numeric keys such as SET id = id + 1 at all. A delete and an insert arrive',
});

const truncate = define('truncate', truncateText);

/** Length of a name before Oracle 12.2. */
const longestName = 30;
const numeric: readonly string[] = ['number', 'float', 'binary_float', 'binary_double'];

export const changedRowChecks: readonly Check<CheckedSource>[] = [
  {
    definition: changedKeys,
    skip: withoutResult('triggers', 'keys', 'columns'),
    evaluate: (source) =>
      keyedTables(baseTables(source.facts)).flatMap((table) =>
        keepsKey(source, table) ? [] : open(source, table),
      ),
  },
  {
    definition: truncate,
    skip: withoutResult('tables', 'keys'),
    evaluate: ({ request, facts }) => ignoredTruncates(truncate, request, keyedTables(baseTables(facts))),
  },
];

/** A database gets an update with both rows, except of a numeric key. */
function open({ request }: CheckedSource, table: TableFacts): readonly CheckFinding[] {
  const hasNumber = table.columns.some(
    ({ name, type }) => table.primaryKey.includes(name) && numeric.includes(type),
  );
  if (request.target !== 's3' && !hasNumber) return [];
  const effect =
    request.target === 's3' ? 'leaves the old row in the lake' : 'DMS does not support for a numeric key';
  return [changeableKey(changedKeys, table, effect, fixOf(table))];
}

/** ALL_TRIGGERS shows the condition of a trigger to each login that can read its table. */
function keepsKey({ results }: CheckedSource, table: TableFacts): boolean {
  return rowsOfTable(table, rowsOf(results, 'triggers')).some((row) =>
    hasNewValues(textOf(row, 'when_clause') ?? '', table.primaryKey),
  );
}

/** The slash of SQL*Plus ends the block. */
function fixOf({ schema, table, primaryKey }: TableFacts): Fix | undefined {
  const [owner, name] = [oracleIdentifier(schema), oracleIdentifier(table)];
  const columns = primaryKey.map(oracleDialect.identifier);
  if (owner === undefined || name === undefined) return undefined;
  const trigger = `${owner}.${oracleDialect.identifier(keyTriggerName(table, longestName))}`;
  const isChanged = columns.map((column) => `OLD.${column} <> NEW.${column}`).join(' OR ');
  return sqlFix(
    `CREATE OR REPLACE TRIGGER ${trigger} BEFORE UPDATE OF ${columns.join(', ')} ON ${owner}.${name} FOR EACH ROW WHEN (${isChanged}) ` +
      `BEGIN RAISE_APPLICATION_ERROR(-20000, ${oracleDialect.literal(refusal)}); END;\n/`,
  );
}
