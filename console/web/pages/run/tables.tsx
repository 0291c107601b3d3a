import { useCollection } from '@cloudscape-design/collection-hooks';
import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import type { ReactElement } from 'react';
import type { RunPage } from '../../data/queries';
import { tableHref } from '../../parts/links';
import { PageNumbers } from '../../parts/page-numbers';
import { plain } from '../../parts/plain-text';
import { count, duration, plural } from '../../parts/quantities';

type Row = RunPage['tables'][number];

const looks: Readonly<Record<Row['state'], StatusIndicatorProps.Type>> = {
  error: 'error',
  missing: 'error',
  loading: 'in-progress',
  queued: 'pending',
  cancelled: 'stopped',
  'taken over': 'success',
  done: 'success',
};

const columnsOf = (job: string): TableProps.ColumnDefinition<Row>[] => [
  {
    id: 'table',
    header: 'Table',
    minWidth: 200,
    isRowHeader: true,
    cell: (row) => (
      <Link href={tableHref(job, row)}>
        <bdi className="fact">{plain(`${row.schema}.${row.table}`)}</bdi>
      </Link>
    ),
    sortingComparator: (a, b) => `${a.schema}.${a.table}`.localeCompare(`${b.schema}.${b.table}`),
  },
  {
    id: 'state',
    header: 'State',
    minWidth: 130,
    sortingField: 'state',
    cell: ({ state, dmsState }) => (
      <span title={plain(dmsState)}>
        <StatusIndicator type={looks[state]}>{state}</StatusIndicator>
      </span>
    ),
  },
  {
    id: 'progress',
    header: 'Progress',
    minWidth: 160,
    cell: ({ state, percent, schema, table }) =>
      percent === undefined || state === 'done' || state === 'taken over' ? (
        '–'
      ) : (
        <ProgressBar value={percent} ariaLabel={`Progress of ${plain(`${schema}.${table}`)}`} />
      ),
  },
  {
    id: 'rows',
    header: 'Rows',
    sortingField: 'rows',
    cell: rowsText,
  },
  {
    id: 'speed',
    header: 'Rows per second',
    sortingField: 'rowsPerSecond',
    cell: speedText,
  },
  {
    id: 'seconds',
    header: 'Time',
    sortingField: 'seconds',
    cell: ({ seconds }) => (seconds === undefined ? '–' : duration(seconds * 1000)),
  },
  {
    id: 'errors',
    header: 'Rejected rows',
    sortingField: 'errorRows',
    cell: ({ errorRows }) => count(errorRows),
  },
];

function rowsText({ rows, rowsAtSource, rowsBefore, state }: Row): string {
  if (rowsAtSource !== undefined) return `${count(rows)} of about ${count(rowsAtSource)}`;
  if (rowsBefore === undefined || state === 'done' || state === 'taken over') return count(rows);
  return `${count(rows)}, ${count(rowsBefore)} in the last run that succeeded`;
}

/** Of a table that is loaded now, the speed between the last two polls, or on average until two polls are known. */
function speedText({ rowsPerSecond, isRecent, state }: Row): string {
  if (rowsPerSecond === undefined) return '–';
  return state === 'loading' && isRecent !== true
    ? `${count(rowsPerSecond)} on average`
    : count(rowsPerSecond);
}

/** Tables of a run, those that need attention first. */
export function Tables({ page: { tables, summary } }: { readonly page: RunPage }): ReactElement {
  const { items, collectionProps, filterProps, paginationProps, filteredItemsCount } = useCollection(tables, {
    filtering: { filteringFunction: ({ schema, table }, text) => `${schema}.${table}`.includes(text) },
    pagination: { pageSize: 50 },
    sorting: {},
  });
  return (
    <Table
      {...collectionProps}
      items={items}
      trackBy={({ schema, table }) => `${schema}.${table}`}
      columnDefinitions={columnsOf(summary.job)}
      wrapLines
      header={
        <Header variant="h2" counter={`(${tables.length})`}>
          Tables
        </Header>
      }
      filter={
        tables.length > 10 ? (
          <TextFilter
            {...filterProps}
            filteringAriaLabel="Find tables"
            filteringPlaceholder="Find tables"
            countText={plural(filteredItemsCount ?? 0, 'table')}
          />
        ) : undefined
      }
      pagination={tables.length > 50 ? <PageNumbers {...paginationProps} /> : undefined}
      empty={<Box textAlign="center">No tables</Box>}
      ariaLabels={{ tableLabel: 'Tables' }}
    />
  );
}
