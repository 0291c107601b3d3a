import type { Check } from '../evaluation/check';
import { withoutResult } from '../evaluation/skip-reasons';
import type { QueryResults } from '../query/query';
import { isYes, rowsOf, textOf } from '../query/query-results';
import { finding, placeOf } from '../report/finding';
import { define } from './definitions';
import type { ListedName } from './facts/listed-names';
import { rowsOfTable } from './facts/table-rows';
import type { SqlServerSource } from './sqlserver-source';

const definition = define('special-tables', {
  modes: 'all',
  severity: 'warning',
  title: 'DMS can read every table completely',
  why: 'DMS captures no changes of memory-optimized, temporal, columnstore, FileTable or external tables',
});

export const specialTables: Check<SqlServerSource> = {
  definition,
  skip: withoutResult('tables'),
  evaluate: ({ tables, results }) =>
    tables.flatMap(({ name }) =>
      kindsOf(name, results).map((kind) => finding(definition, kind, placeOf(name))),
    ),
};

function kindsOf(name: ListedName, results: QueryResults): readonly string[] {
  const row = rowsOfTable(name, rowsOf(results, 'tables'))[0];
  const temporal = textOf(row, 'temporal_type_desc') ?? 'NON_TEMPORAL_TABLE';
  const hasColumnstore = rowsOfTable(name, rowsOf(results, 'indexes')).some((index) =>
    (textOf(index, 'type_desc') ?? '').includes('COLUMNSTORE'),
  );
  return [
    ...(isYes(row, 'is_memory_optimized') ? ['a memory-optimized table'] : []),
    ...(temporal === 'NON_TEMPORAL_TABLE' ? [] : [`a temporal table (${temporal})`]),
    ...(hasColumnstore ? ['a table with a columnstore index'] : []),
    ...(isYes(row, 'is_filetable') ? ['a FileTable'] : []),
    ...(isYes(row, 'is_external') ? ['an external table'] : []),
  ];
}
