import Link from '@cloudscape-design/components/link';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { TableProps } from '@cloudscape-design/components/table';
import type { ReactElement } from 'react';
import type { RunPage } from '../../data/queries';
import { loadHref, tableHref } from '../../../../core/pages/hrefs';
import { ListTable } from '../../parts/list-table';
import { plain } from '../../parts/plain-text';
import { count, duration } from '../../parts/quantities';

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

const columnsOf = ({ kind, summary: { job } }: RunPage): TableProps.ColumnDefinition<Row>[] => [
  {
    id: 'table',
    header: 'Table',
    minWidth: 200,
    isRowHeader: true,
    cell: (row) => (
      <Link href={kind === 'load' ? loadHref(job) : tableHref(job, row)}>
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
export function Tables({ page }: { readonly page: RunPage }): ReactElement {
  const { tables } = page;
  return (
    <ListTable
      title="Tables"
      rows={tables}
      pageSize={50}
      columns={columnsOf(page)}
      trackBy={({ schema, table }) => `${schema}.${table}`}
      find={
        tables.length > 10
          ? {
              label: 'Find tables',
              noun: 'table',
              textsOf: ({ schema, table }) => [`${schema}.${table}`],
            }
          : undefined
      }
      empty="No tables"
      noMatch="No table matches"
    />
  );
}
