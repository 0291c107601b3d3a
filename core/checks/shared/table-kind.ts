import { tableIdentity } from '../../tables/table-name';
import { defineShared } from '../catalogue/define-checks';
import type { Check, SharedSource } from '../evaluation/check';
import { withoutFacts } from '../evaluation/skip-reasons';
import type { TableFacts } from '../facts/source-facts';
import { configFix, finding, placeOf } from '../report/finding';

const definition = defineShared('table-kind', {
  modes: 'all',
  severity: 'warning',
  title: 'each listed table is a table',
  why: 'DMS selects only tables, unless a selection rule sets table-type: view. It never captures changes of views',
  page: 'CHAP_Tasks.CustomizingTasks.TableMapping.SelectionTransformation.Selections.html',
});

const otherKinds: Readonly<Partial<Record<TableFacts['kind'], string>>> = {
  view: 'is a view',
  'materialized-view': 'is a materialized view, which DMS does not read',
  external: 'is an external or foreign table',
  temporary: 'is a temporary table, in which each session sees only its own rows',
  other: 'is not a table',
};

/** Checks the tables that the job names. Patterns select only tables. */
export const tableKind: Check<SharedSource> = {
  definition,
  skip: withoutFacts('tables'),
  evaluate({ request, facts }) {
    const listed = new Set(request.tables.map(tableIdentity));
    const views = new Set(request.tables.filter(({ isView }) => isView).map(tableIdentity));
    const isLoadOnly = request.mode === 'full-load';
    return facts.tables
      .filter((table) => listed.has(tableIdentity(table)))
      .flatMap((table) => {
        const found = otherKinds[table.kind];
        if (found === undefined || (table.kind === 'view' && isLoadOnly && views.has(tableIdentity(table))))
          return [];
        return [
          finding(definition, found, {
            ...placeOf(table),
            ...(isLoadOnly ? {} : { severity: 'error' }),
            ...(table.kind === 'view' && isLoadOnly ? { fix: viewRule(table) } : {}),
          }),
        ];
      });
  },
};

function viewRule({ schema, table }: TableFacts) {
  return configFix(
    'rules: [{rule-type: selection, rule-action: explicit, object-locator: ' +
      `{schema-name: ${JSON.stringify(schema)}, table-name: ${JSON.stringify(table)}, table-type: view}}]`,
  );
}
