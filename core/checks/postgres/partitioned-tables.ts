import { fullTableName } from '../../tables/table-name';
import type { Check } from '../evaluation/check';
import { hasRows } from '../facts/source-facts';
import { numberOf, textOf } from '../query/query-results';
import type { CheckFinding } from '../report/check-report';
import { configFix, finding, placeOf } from '../report/finding';
import type { CheckRequest } from '../request/check-request';
import { exactEntry, tableEntry } from '../shared/table-entry';
import { define } from './definitions';
import type { PostgresTable } from './facts/selected-tables';
import { type PostgresSource, withoutTableResult } from './postgres-source';

const definition = define('partitioned-tables', {
  modes: 'all',
  severity: 'warning',
  title: 'a job selects either partitions or their parent',
  why: 'the log contains changes under the names of the partitions. A load of a parent and of its partitions migrates rows twice',
});

export const partitionedTables: Check<PostgresSource> = {
  definition,
  skip: withoutTableResult('tables'),
  evaluate({ request, tables }) {
    const selected = tables.filter(hasRows);
    return selected.flatMap((table) => [
      ...loadedTwice(request, table, selected),
      ...changesMissed(request, table, selected),
    ]);
  },
};

function loadedTwice(
  { mode }: CheckRequest,
  table: PostgresTable,
  selected: readonly PostgresTable[],
): readonly CheckFinding[] {
  const parent = parentOf(table, selected);
  if (parent === undefined || mode === 'cdc') return [];
  return [
    finding(
      definition,
      `a partition of ${fullTableName(parent)}, which is selected, too: its rows arrive twice`,
      { ...placeOf(table), fix: configFix(`- ${exactEntry(table, 'exclude: true')}`) },
    ),
  ];
}

function changesMissed(
  { mode }: CheckRequest,
  table: PostgresTable,
  selected: readonly PostgresTable[],
): readonly CheckFinding[] {
  const isLoadedTwice = parentOf(table, selected) !== undefined && mode !== 'cdc';
  const hasPartitions = (numberOf(table.row, 'heirs') ?? 0) > 0;
  if (isLoadedTwice || mode === 'full-load' || !hasPartitions) return [];
  if (selected.some((one) => textOf(one.row, 'parent') === table.id)) return [];
  const partition = { schema: table.schema, table: `${table.table}_part` };
  return [
    finding(
      definition,
      'the job selects no partition of the table, so changes of its partitions do not arrive',
      { ...placeOf(table), fix: configFix(`- ${tableEntry(partition)}   # each of its partitions`) },
    ),
  ];
}

function parentOf({ row }: PostgresTable, selected: readonly PostgresTable[]): PostgresTable | undefined {
  const id = textOf(row, 'parent');
  return selected.find((table) => table.id === id);
}
