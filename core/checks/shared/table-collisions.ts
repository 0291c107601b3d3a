import { tableCollisions } from '../../tables/table-collisions';
import { fullTableName, tableIdentity } from '../../tables/table-name';
import { targetNamesBy } from '../../tables/target-names';
import { defineShared } from '../catalogue/define-checks';
import type { Check, SharedSource } from '../evaluation/check';
import { withoutFacts } from '../evaluation/skip-reasons';
import { configFix, finding, placeOf } from '../report/finding';
import { exactEntry } from './table-entry';

const definition = defineShared('table-collision', {
  modes: 'all',
  severity: 'error',
  title: 'each table has a place of its own in the target',
  why: 'DMS writes both tables to one place, where the second removes or overwrites the rows of the first',
  page: 'CHAP_Target.S3.html',
});

/** Only the source knows the tables that a pattern selects. */
export const tableCollision: Check<SharedSource> = {
  definition,
  skip: withoutFacts('tables'),
  evaluate({ request, facts }) {
    const written = new Map(request.tables.map((table) => [tableIdentity(table), table.written ?? table]));
    const byRules = targetNamesBy(request.renames);
    const found = tableCollisions(
      request,
      (table) => written.get(tableIdentity(table)) ?? byRules(table),
      facts.tables.map(({ schema, table }) => ({ schema, table })),
    );
    return found.flatMap(({ tables, fact }) =>
      tables.slice(1).map((table, index) =>
        finding(definition, `${fullTableName(table)} and ${fullTableName(tables[0] ?? table)} ${fact}`, {
          ...placeOf(table),
          fix: configFix(
            `- ${exactEntry(table, `rename: ${JSON.stringify(`${table.table}_${index + 2}`)}`)}   # or exclude: true`,
          ),
        }),
      ),
    );
  },
};
