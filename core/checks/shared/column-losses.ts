import { fullTableName } from '../../tables/table-name';
import { targetColumns } from '../../tables/target-columns';
import { defineShared } from '../catalogue/define-checks';
import { engines } from '../engines';
import type { Check, SharedSource } from '../evaluation/check';
import { withoutFacts } from '../evaluation/skip-reasons';
import type { ColumnLoss } from '../facts/column-losses';
import type { Column } from '../facts/column-types';
import type { TableFacts } from '../facts/source-facts';
import type { CheckFinding } from '../report/check-report';
import { configFix, type Fix, finding, placeOf } from '../report/finding';
import { nameList } from '../report/name-list';
import { excludedColumns } from './excluded-columns';

const page = 'CHAP_Target.S3.html';

const keysMerged = defineShared('key-merged', {
  modes: 'all',
  severity: 'warning',
  title: 'keys that differ in the source differ in the target',
  why: 'two rows whose keys become equal are one row of a view of current rows, and overwrite each other in a database',
  page,
});

const valuesMerged = defineShared('values-merged', {
  modes: 'all',
  severity: 'note',
  title: 'values that differ in the source differ in the target',
  why: 'a conversion makes different values equal, or NULL, without an error',
  page,
});

const skip = withoutFacts('tables', 'columns');
const namedColumns = 50;

/** Masks after which keys of one table are equal. A hash keeps different keys different. */
const masks: Readonly<Record<string, string>> = {
  'data-masking-digits-mask': 'a rule masks its digits, so keys that differ only there become equal',
  'data-masking-digits-randomize': 'a rule makes its digits random, so a change does not find its row',
};

/** Keys that a rule masks: the files have a key, but not that of the source. */
function maskedKeys({ request, facts }: SharedSource): readonly CheckFinding[] {
  return facts.tables.flatMap((table) => {
    const { nameOf, rulesOf } = targetColumns(request.columns?.rules, table);
    return table.primaryKey.flatMap((name) => {
      if (nameOf(name) === undefined) return [];
      return rulesOf(name).flatMap(({ rule }) => {
        const mask = masks[String(rule['rule-action'])];
        return mask === undefined ? [] : [finding(keysMerged, mask, placeOf(table, name))];
      });
    });
  });
}

export const columnLossChecks: readonly Check<SharedSource>[] = [
  {
    definition: keysMerged,
    skip: withoutFacts('tables', 'columns', 'keys'),
    evaluate: (source) => [
      ...lossesOf(source).flatMap(({ table, column, loss }) => {
        if (!isOfKey(table, column)) return [];
        return [
          finding(keysMerged, `${typeText(column)} in the primary key: ${loss.what}`, {
            ...placeOf(table, column.name),
            ...(loss.rare === true ? { severity: 'note' as const } : {}),
            ...fixOf(loss),
          }),
        ];
      }),
      ...maskedKeys(source),
    ],
  },
  {
    definition: valuesMerged,
    skip,
    evaluate: (source) =>
      [...byLoss(lossesOf(source))].map(([text, { loss, names }]) =>
        finding(valuesMerged, `${text}: ${nameList(names, namedColumns)}`, fixOf(loss)),
      ),
  },
];

interface LossyColumn {
  readonly table: TableFacts;
  readonly column: Column;
  readonly loss: ColumnLoss;
}

function lossesOf({ request, facts }: SharedSource): readonly LossyColumn[] {
  const target = {
    format: request.target === 's3' ? (request.format ?? 'parquet') : 'database',
    connectionAttributes: request.connectionAttributes ?? '',
  } as const;
  return facts.tables.flatMap((table) => {
    const isExcluded = excludedColumns(request, table);
    return table.columns.flatMap((column) =>
      isExcluded(column.name)
        ? []
        : engines[table.engine].lossesOf(column, target).map((loss) => ({ table, column, loss })),
    );
  });
}

function isOfKey({ primaryKey }: TableFacts, { name }: Column): boolean {
  return primaryKey.includes(name);
}

/** Columns outside of keys, by their type and loss: one finding per conversion, which names all of them. */
function byLoss(
  columns: readonly LossyColumn[],
): ReadonlyMap<string, { readonly loss: ColumnLoss; readonly names: readonly string[] }> {
  const groups = new Map<string, { readonly loss: ColumnLoss; readonly names: string[] }>();
  for (const { table, column, loss } of columns) {
    if (isOfKey(table, column) || loss.named === true) continue;
    const text = `${column.type}: ${loss.what}`;
    const group = groups.get(text) ?? { loss, names: [] };
    group.names.push(`${fullTableName(table)}.${column.name}`);
    groups.set(text, group);
  }
  return groups;
}

function fixOf({ fix }: ColumnLoss): { readonly fix?: Fix } {
  return fix === undefined ? {} : { fix: configFix(fix) };
}

function typeText({ type, precision, scale }: Column): string {
  const sizes = [precision, scale].filter((size) => size !== undefined);
  return sizes.length === 0 ? type : `${type}(${sizes.join(',')})`;
}
