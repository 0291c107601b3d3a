import { useCollection } from '@cloudscape-design/collection-hooks';
import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import type { ReactElement } from 'react';
import type { JobPlanPage } from '../../data/plan-queries';
import { PageNumbers } from '../../parts/page-numbers';
import { plain } from '../../parts/plain-text';
import { plural } from '../../parts/quantities';
import { useAddressFilter } from './use-address-filter';

const pageSize = 50;

type Row = JobPlanPage['tables'][number];

/** Tables of a job with the rows and columns that leave the source. */
export function PlannedTables({ tables }: { readonly tables: readonly Row[] }): ReactElement {
  const [filter, change] = useAddressFilter('text');
  const found = tables.filter(({ schema, table }) => `${schema}.${table}`.includes(filter.text.trim()));
  const { items, collectionProps, paginationProps } = useCollection(found, {
    pagination: { pageSize },
    sorting: {},
  });
  return (
    <Table
      {...collectionProps}
      items={items}
      trackBy={({ kind, schema, table, where }) => JSON.stringify([kind, schema, table, where])}
      columnDefinitions={columns}
      wrapLines
      header={
        <Header variant="h2" counter={`(${tables.length})`}>
          Tables
        </Header>
      }
      filter={
        <TextFilter
          filteringText={filter.text}
          filteringAriaLabel="Find tables"
          filteringPlaceholder="Find tables"
          countText={plural(found.length, 'table')}
          onChange={({ detail }) => change({ text: detail.filteringText })}
        />
      }
      pagination={found.length > pageSize ? <PageNumbers {...paginationProps} /> : undefined}
      empty={<Box textAlign="center">No table matches</Box>}
      ariaLabels={{ tableLabel: 'Tables' }}
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
