import type { Check } from '../evaluation/check';
import { configFix, finding, placeOf } from '../report/finding';
import type { CheckRequest } from '../request/check-request';
import { excludedColumns } from '../shared/excluded-columns';
import { isUnboundedVarchar } from './column-types';
import { define } from './definitions';
import { longestValues, measuredTables } from './facts/lob-lengths';
import { type PostgresSource, withoutTableResult } from './postgres-source';

const definition = define('unbounded-varchar', {
  modes: 'all',
  severity: 'error',
  title: 'values of varchar without a length fit',
  why: 'DMS reads at most 8,000 bytes of a varchar without a length, unless unboundedVarcharMaxSize allows more',
});

/** Default and maximum of unboundedVarcharMaxSize, in bytes. */
const [defaultBytes, maxBytes] = [8_000, 10_485_760];

export const unboundedVarchar: Check<PostgresSource> = {
  definition,
  skip: withoutTableResult('columns', 'lobs'),
  evaluate({ request, tables, results }) {
    const limit = limitOf(request);
    const longestOf = longestValues(measuredTables(tables), results);
    return tables.flatMap((table) => {
      const isExcluded = excludedColumns(request, table);
      return table.columns
        .filter((column) => isUnboundedVarchar(column) && !isExcluded(column.name))
        .flatMap(({ name }) => {
          const { longestBytes = 0, sampled } = longestOf(table, name);
          if (longestBytes <= limit) return [];
          const suggested = Math.min(maxBytes, Math.ceil((longestBytes * 2) / 1000) * 1000);
          return [
            finding(
              definition,
              `the longest value${sampled ? ' of a sample' : ''} has ${longestBytes} bytes`,
              {
                ...placeOf(table, name),
                fix: configFix(`connection-attributes: {unboundedVarcharMaxSize: ${suggested}}`),
              },
            ),
          ];
        });
    });
  },
};

function limitOf({ connectionAttributes = '' }: CheckRequest): number {
  const limit = /unboundedVarcharMaxSize=(\d+)/i.exec(connectionAttributes)?.[1];
  return limit === undefined ? defaultBytes : Number(limit);
}
