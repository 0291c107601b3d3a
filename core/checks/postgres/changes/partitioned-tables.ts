import { fullTableName, type TableName, tableIdentity } from '../../../tables/table-name';
import { matchesPattern } from '../../../tables/table-pattern';
import type { Check } from '../../evaluation/check';
import { hasRows } from '../../facts/source-facts';
import { quotedTable } from '../../query/identifiers';
import { rowsOf, textOf } from '../../query/query-results';
import type { CheckFinding } from '../../report/check-report';
import { configFix, type Fix, finding, placeOf, sqlFix } from '../../report/finding';
import type { CheckRequest } from '../../request/check-request';
import { exactEntry, tableEntry } from '../../shared/table-entry';
import { define } from '../definitions';
import type { PostgresTable, Relative } from '../facts/selected-tables';
import { type PostgresSource, withoutTableResult } from '../postgres-source';

/** See docs/source-checks.md#partitioned-and-inherited-tables */
const definition = define('partitioned-tables', {
  modes: 'all',
  severity: 'error',
  title: 'a job selects either partitions or their parent',
  why: 'a load of a parent also reads the rows of its partitions and inheriting tables. The log has their changes under their own names',
});

export const partitionedTables: Check<PostgresSource> = {
  definition,
  skip: withoutTableResult('tables'),
  evaluate: (source) => [
    ...source.tables.filter(hasRows).flatMap((table) => ofParent(source, table)),
    ...listedOneByOne(source),
  ],
};

/** A job that lists the partitions of a table never captures one that is created later. */
function listedOneByOne({ request, tables }: PostgresSource): readonly CheckFinding[] {
  if (request.mode === 'full-load') return [];
  const matches = (table: TableName) => (pattern: TableName) =>
    matchesPattern(pattern.schema, table.schema) && matchesPattern(pattern.table, table.table);
  const families = new Map<string, { readonly parent: TableName; readonly parts: PostgresTable[] }>();
  for (const table of tables) {
    const parent = table.parents.find(({ storesRows }) => !storesRows);
    if (parent === undefined || request.patterns.some(matches(table))) continue;
    const family = families.get(parent.id) ?? { parent, parts: [] };
    family.parts.push(table);
    families.set(parent.id, family);
  }
  return [...families.values()].flatMap(({ parent, parts: [first, ...others] }) => {
    if (first === undefined || others.length === 0) return [];
    const prefix = others.reduce((text, { table }) => commonStart(text, table), first.table);
    const entry = tableEntry({ schema: first.schema, table: prefix });
    const fix = entry.startsWith('{') ? {} : { fix: configFix(`- ${entry}%`) };
    return [
      finding(
        definition,
        `the job lists partitions of ${fullTableName(parent)} by name, so one that is created later does not arrive`,
        { ...placeOf(first), severity: 'note', ...fix },
      ),
    ];
  });
}

function commonStart(one: string, other: string): string {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return one.slice(0, length);
}

function ofParent(source: PostgresSource, table: PostgresTable): readonly CheckFinding[] {
  const { request, tables } = source;
  const selected = new Set(tables.map(({ id }) => id));
  const inJob = table.heirs.filter(({ id }) => selected.has(id));
  const missing = table.heirs.filter(({ id, storesRows }) => storesRows && !selected.has(id));
  const found = (text: string, fix: Fix, more: Pick<CheckFinding, 'severity'> | object = {}) => [
    finding(definition, text, { ...placeOf(table), ...more, fix }),
  ];
  if (table.heirs.length === 0) return [];
  switch (request.mode) {
    case 'full-load':
      if (inJob.length === 0) return [];
      return found(
        `its rows contain those of ${namesOf(inJob)}, so they arrive twice`,
        configFix(inJob.map((heir) => without(request, heir)).join('\n')),
        { severity: 'warning' },
      );
    case 'cdc':
      if (missing.length === 0) return [];
      return found(
        `changes of ${namesOf(missing)} do not arrive, because the job does not select them`,
        configFix(missing.map((heir) => `- ${tableEntry(heir)}`).join('\n')),
      );
    case 'full-load-and-cdc': {
      const text = `it is loaded with the rows of ${namesOf(table.heirs)}, whose changes arrive only under their own names`;
      return found(
        text,
        mayHaveOwnRows(source, table) ? moveOwnRows(table) : partsInstead(request, table, missing),
      );
    }
  }
}

/** Selects the partitions in place of their parent. */
function partsInstead(request: CheckRequest, parent: PostgresTable, missing: readonly Relative[]): Fix {
  return configFix([...missing.map((heir) => `- ${tableEntry(heir)}`), without(request, parent)].join('\n'));
}

/** Line that removes a table from the job: an exact entry is deleted, because a job cannot list and exclude a table. */
function without({ tables }: CheckRequest, table: TableName): string {
  const isListed = tables.some((listed) => tableIdentity(listed) === tableIdentity(table));
  return isListed
    ? `# remove the entry of ${fullTableName(table)}`
    : `- ${exactEntry(table, 'exclude: true')}`;
}

function mayHaveOwnRows({ results }: PostgresSource, { id, kind }: PostgresTable): boolean {
  if (kind === 'partitioned-table') return false;
  const measured = rowsOf(results, 'own-rows').find((row) => textOf(row, 'id') === id);
  return measured === undefined || /<row/.test(textOf(measured, 'row') ?? '');
}

/** DMS cannot load the rows of a parent alone. */
function moveOwnRows(parent: PostgresTable): Fix {
  const own = quotedTable({ ...parent, table: `${parent.table}_rows` });
  const name = quotedTable(parent);
  return sqlFix(
    `CREATE TABLE ${own} (LIKE ${name} INCLUDING ALL) INHERITS (${name}); ` +
      `WITH moved AS (DELETE FROM ONLY ${name} RETURNING *) INSERT INTO ${own} SELECT * FROM moved; ` +
      `-- from now on, insert into ${parent.table}_rows instead of ${parent.table}`,
  );
}

function namesOf(tables: readonly TableName[]): string {
  const named = tables.slice(0, 3).map(fullTableName);
  const more = tables.length - named.length;
  return `${named.join(', ')}${more === 0 ? '' : ` and ${more} more`}`;
}
