import type { Check, CheckedSource } from '../evaluation/check';
import { withoutResult } from '../evaluation/skip-reasons';
import { rowsOf, textOf } from '../query/query-results';
import { finding, placeOf } from '../report/finding';
import { define } from './definitions';
import { baseTables, rowsOfTable } from './facts/table-rows';

const definition = define('special-tables', {
  modes: 'all',
  severity: 'warning',
  title: 'DMS can read every table completely',
  why: 'global temporary tables have no rows for other sessions, and DMS does not capture overflow segments of index-organized tables',
});

export const specialTables: Check<CheckedSource> = {
  definition,
  skip: withoutResult('tables'),
  evaluate: ({ facts, results }) =>
    baseTables(facts).flatMap((table) => {
      const iot = textOf(rowsOfTable(table, rowsOf(results, 'tables'))[0], 'iot_type');
      const kinds = [
        ...(table.kind === 'temporary' ? ['a global temporary table'] : []),
        ...(iot === 'IOT_OVERFLOW' || iot === 'IOT_MAPPING'
          ? [`a segment of an index-organized table (${iot})`]
          : []),
      ];
      return kinds.map((kind) => finding(definition, kind, placeOf(table)));
    }),
};
