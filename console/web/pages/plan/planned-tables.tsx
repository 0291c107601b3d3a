import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { TableProps } from '@cloudscape-design/components/table';
import type { ReactElement } from 'react';
import type { JobPlanPage } from '../../data/plan-queries';
import { ListTable } from '../../parts/list-table';
import { plain } from '../../parts/plain-text';

type Row = JobPlanPage['tables'][number];

/** Tables of a job with the rows and columns that leave the source. */
export function PlannedTables({ tables }: { readonly tables: readonly Row[] }): ReactElement {
  return (
    <ListTable
      title="Tables"
      rows={tables}
      pageSize={50}
      columns={columns}
      trackBy={({ kind, schema, table, where }) => JSON.stringify([kind, schema, table, where])}
      find={{
        label: 'Find tables',
        noun: 'table',
        textsOf: ({ schema, table }) => [`${schema}.${table}`],
      }}
      noMatch="No table matches"
    />
  );
}

const fact = (text: string): ReactElement => <bdi className="fact">{plain(text)}</bdi>;

const columns: TableProps.ColumnDefinition<Row>[] = [
  {
    id: 'table',
    header: 'Table',
    minWidth: 190,
    isRowHeader: true,
    sortingComparator: (a, b) => `${a.schema}.${a.table}`.localeCompare(`${b.schema}.${b.table}`),
    cell: ({ kind, schema, table }) => (
      <SpaceBetween size="xxs" direction="horizontal">
        {fact(`${schema}.${table}`)}
        {kind === 'pattern' ? <Box variant="small">pattern</Box> : null}
        {kind === 'excluded' ? <StatusIndicator type="stopped">not moved</StatusIndicator> : null}
      </SpaceBetween>
    ),
  },
  {
    id: 'rows',
    header: 'Rows',
    minWidth: 200,
    cell: ({ kind, where }) =>
      where.length === 0 ? (kind === 'excluded' ? 'none' : 'all') : fact(`where ${where.join(' and ')}`),
  },
  {
    id: 'without',
    header: 'Excluded columns',
    minWidth: 150,
    cell: ({ without }) => (without.length === 0 ? '–' : fact(without.join(', '))),
  },
  {
    id: 'target',
    header: 'Name in the target',
    minWidth: 150,
    cell: ({ kind, target }) =>
      target === undefined
        ? kind === 'excluded'
          ? '–'
          : 'the same'
        : fact(`${target.schema}.${target.table}`),
  },
  {
    id: 'order',
    header: 'Load order',
    sortingComparator: (a, b) => (a.loadOrders[0] ?? -1) - (b.loadOrders[0] ?? -1),
    cell: ({ loadOrders }) => loadOrders.join(', ') || '–',
  },
];
