import { nearestName } from '../../nearest-name';
import { matchesPattern } from '../../tables/table-pattern';
import type { CheckFinding } from '../check';
import type { AskedTable, CheckAsk } from '../check-request';
import type { SourceFacts } from '../engine';
import { finding } from '../query-results';
import { sharedChecks } from './catalogue';
import { keyOf } from './tables';

type UsedIn = AskedTable['columns'][number]['usedIn'];

const places: Readonly<Record<UsedIn, string>> = {
  where: 'a filter',
  'exclude-columns': 'exclude-columns',
  rules: 'a rule',
  parallel: 'the split of its load',
};

/** Columns of filters, excludes, transformations and splits. Excludes and rules may hold DMS's wildcards. */
export function namedColumns(ask: CheckAsk, facts: SourceFacts): readonly CheckFinding[] {
  const tables = new Map(facts.tables.map((table) => [keyOf(table), table]));
  return ask.tables.flatMap((asked) => {
    const known = tables.get(keyOf(asked))?.columns.map(({ name }) => name);
    // What is said of tables that do not exist, another check says; of a view's columns nothing is known.
    if (known === undefined || known.length === 0) return [];
    return asked.columns
      .filter(({ name }) => !known.includes(name) && !known.some((column) => matchesPattern(name, column)))
      .map(({ name, usedIn }) => {
        const near = nearestName(name, known);
        return finding(
          sharedChecks.columnExists,
          `${places[usedIn]} names ${name}, which the table does not have${near === undefined ? '' : `; the nearest is ${near}`}`,
          {
            schema: asked.schema,
            table: asked.table,
            column: name,
            ...(usedIn === 'rules' ? { severity: 'warning' as const } : {}),
            ...(near === undefined
              ? {}
              : {
                  mend: {
                    kind: 'config' as const,
                    text: `${near}   # instead of ${name}, in ${places[usedIn]}`,
                  },
                }),
          },
        );
      });
  });
}
