import { sourceEngines } from '../../model/source-engine';
import { defineShared } from '../catalogue/define-checks';
import { engines } from '../engines';
import type { Check, SharedSource } from '../evaluation/check';
import { withoutFacts } from '../evaluation/skip-reasons';
import { hasRows, type TableFacts } from '../facts/source-facts';
import { quoted, quotedTable } from '../query/identifiers';
import { finding, placeOf, sqlFix } from '../report/finding';

/** PostgreSQL has rules of its own: see `postgres/replica-identity.ts`. */
const definition = defineShared('table-key', {
  modes: 'changes',
  engines: sourceEngines.filter((engine) => engine !== 'postgres'),
  severity: 'warning',
  title: 'each table has a key',
  why: 'without a primary or unique key, neither DMS nor a reader of the lake can assign a change to its row',
  page: 'CHAP_BestPractices.html',
});

export const tableKey: Check<SharedSource> = {
  definition,
  skip: withoutFacts('tables', 'columns', 'keys'),
  evaluate: ({ facts }) =>
    facts.tables
      .filter((table) => hasRows(table) && table.primaryKey.length === 0 && table.uniqueKeys.length === 0)
      .map((table) =>
        finding(definition, 'the table has neither a primary key nor a unique key', {
          ...placeOf(table),
          fix: sqlFix(`ALTER TABLE ${quotedTable(table)} ${newKey(table)};`),
        }),
      ),
};

/** Makes a column that is named like a key the primary key, or else adds a generated one. */
function newKey({ engine, table, columns }: TableFacts): string {
  const likely = columns.find(
    ({ name, nullable }) => !nullable && ['id', `${table}_id`, `${table}id`].includes(name.toLowerCase()),
  );
  return likely === undefined
    ? engines[engine].sql.addRowId
    : `ADD PRIMARY KEY (${quoted(engine, likely.name)})`;
}
