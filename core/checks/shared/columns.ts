import { nearestName } from '../../nearest-name';
import { matchesPattern } from '../../tables/table-pattern';
import type { SourceFacts } from '../facts/source-facts';
import type { CheckFinding } from '../report/check-report';
import { finding } from '../report/finding';
import type { CheckRequest, RequestedTable } from '../request/check-request';
import { sharedChecks } from './catalogue';
import { keyOf } from './tables';

type UsedIn = RequestedTable['columns'][number]['usedIn'];

const places: Readonly<Record<UsedIn, string>> = {
  where: 'a filter',
  'exclude-columns': 'exclude-columns',
  rules: 'a rule',
  parallel: 'the split of its load',
};

/** Columns of filters, excludes, transformations and splits. Excludes and rules may hold DMS's wildcards. */
export function namedColumns(request: CheckRequest, facts: SourceFacts): readonly CheckFinding[] {
  const tables = new Map(facts.tables.map((table) => [keyOf(table), table]));
  return request.tables.flatMap((requested) => {
    const known = tables.get(keyOf(requested))?.columns.map(({ name }) => name);
    // What is said of tables that do not exist, another check says; of a view's columns nothing is known.
    if (known === undefined || known.length === 0) return [];
    return requested.columns
      .filter(({ name }) => !known.includes(name) && !known.some((column) => matchesPattern(name, column)))
      .map(({ name, usedIn }) => {
        const near = nearestName(name, known);
        return finding(
          sharedChecks.columnExists,
          `${places[usedIn]} names ${name}, which the table does not have${near === undefined ? '' : `; the nearest is ${near}`}`,
          {
            schema: requested.schema,
            table: requested.table,
            column: name,
            ...(usedIn === 'rules' ? { severity: 'warning' as const } : {}),
            ...(near === undefined
              ? {}
              : {
                  fix: {
                    kind: 'config' as const,
                    text: `${near}   # instead of ${name}, in ${places[usedIn]}`,
                  },
                }),
          },
        );
      });
  });
}
