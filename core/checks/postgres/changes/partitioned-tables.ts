import { fullTableName, type TableName } from '../../../tables/table-name';
import { matchesTable } from '../../../tables/table-pattern';
import type { Check } from '../../evaluation/check';
import { hasRows } from '../../facts/source-facts';
import type { CheckFinding } from '../../report/check-report';
import { configFix, type Fix, finding, placeOf } from '../../report/finding';
import { nameList } from '../../report/name-list';
import { tableEntry } from '../../shared/table-entry';
import { define } from '../definitions';
import type { PostgresTable, Relative } from '../facts/selected-tables';
import { type PostgresSource, withoutTableResult } from '../postgres-source';
import { mayHaveOwnRows, moveOwnRows } from './own-rows';
import { familiesOfJob, parentInJob } from './partition-families';
import { asOneTable, canBeOneTable, without } from './partitions-fix';

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
    ...ofTheirOwn(source),
    ...(canBeOneTable(source.request) ? familiesOfJob(source, definition) : []),
  ],
};

/** Partitions that no entry calls so. One that is created later does not arrive where the job lists them by name. */
function ofTheirOwn(source: PostgresSource): readonly CheckFinding[] {
  const { request, tables } = source;
  if (request.mode === 'full-load') return [];
  const families = new Map<string, { readonly parent: Relative; readonly parts: PostgresTable[] }>();
  for (const table of tables) {
    const parent = table.parents.find(({ storesRows, isTop }) => isTop && !storesRows);
    const isSelected = tables.some(({ id }) => id === parent?.id);
    if (parent === undefined || table.kind !== 'table' || parentInJob(source, table) !== undefined) continue;
    if (isSelected && request.mode === 'full-load-and-cdc') continue;
    const family = families.get(parent.id) ?? { parent, parts: [] };
    family.parts.push(table);
    families.set(parent.id, family);
  }
  const isCovered = (table: TableName): boolean =>
    request.patterns.some((pattern) => matchesTable(pattern, table));
  return [...families.values()].flatMap(({ parent, parts }) => {
    const [first] = parts;
    const isByName = !parts.some(isCovered);
    const isOneTable = canBeOneTable(request);
    // A single partition may be all that is wanted.
    if (first === undefined || (isByName ? parts.length < 2 : !isOneTable)) return [];
    const heirs = tables
      .filter((table) => table.parents.some(({ id }) => id === parent.id))
      .map((table) => ({ ...table, storesRows: table.kind === 'table', isForeign: false, isTop: false }));
    const fix = asOneTable(source, { ...parent, heirs });
    const text = isByName
      ? `the job lists partitions of ${fullTableName(parent)} by name, so one that is created later does not arrive`
      : `each partition of ${fullTableName(parent)} is a table of its own in the lake`;
    return [
      finding(definition, text, {
        ...placeOf(first),
        severity: 'note',
        fix: isOneTable ? fix : byPattern(fix),
      }),
    ];
  });
}

/** The same selection where the target has each partition as a table. */
function byPattern({ text, ...fix }: Fix): Fix {
  return { ...fix, text: text.replaceAll(/, partitions-of: \{[^}]*\}/g, '') };
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
      if (missing.length === 0 || parentInJob(source, table) !== undefined) return [];
      return found(
        `changes of ${namesOf(missing)} do not arrive, because the job does not select them`,
        canBeOneTable(request)
          ? partsInstead(source, table, missing)
          : configFix(missing.map((heir) => `- ${tableEntry(heir)}`).join('\n')),
      );
    case 'full-load-and-cdc': {
      const text = `it is loaded with the rows of ${namesOf(table.heirs)}, whose changes arrive only under their own names`;
      return found(
        text,
        mayHaveOwnRows(source, table) ? moveOwnRows(table) : partsInstead(source, table, missing),
      );
    }
  }
}

/** Selects the partitions in place of their parent. */
function partsInstead(source: PostgresSource, parent: PostgresTable, missing: readonly Relative[]): Fix {
  const { request, tables } = source;
  const isPart =
    parentInJob(source, parent) !== undefined ||
    parent.parents.some(({ id }) => tables.some((table) => table.id === id));
  if (canBeOneTable(request) && !isPart) return asOneTable(source, parent);
  const entries = isPart ? [] : missing.map((heir) => `- ${tableEntry(heir)}`);
  return configFix([...entries, without(request, parent)].join('\n'));
}

function namesOf(tables: readonly TableName[]): string {
  return nameList(tables.map(fullTableName), 3);
}
