import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { TableProps } from '@cloudscape-design/components/table';
import type { ReactElement } from 'react';
import { replicationHref } from '../../../../core/pages/hrefs';
import type { ReplicationRow } from '../../data/queries';
import { ListTable } from '../../parts/list-table';
import { Moment } from '../../parts/moment';
import { plain } from '../../parts/plain-text';
import { count } from '../../parts/quantities';
import { byHealthWord, HealthWord } from '../../parts/state-words';
import { LagNow, operationsText, TaskStatus } from './task-words';

const columns: TableProps.ColumnDefinition<ReplicationRow>[] = [
  {
    id: 'job',
    header: 'Job',
    isRowHeader: true,
    minWidth: 150,
    sortingField: 'job',
    cell: ({ job }) => <Link href={replicationHref(job)}>{job}</Link>,
  },
  {
    id: 'health',
    header: 'Health',
    minWidth: 115,
    sortingComparator: (a, b) => byHealthWord(a.health, b.health),
    cell: ({ health }) => <HealthWord health={health} />,
  },
  { id: 'task', header: 'Task', minWidth: 125, sortingField: 'task', cell: (row) => <Task row={row} /> },
  {
    id: 'lag',
    header: 'Lag',
    minWidth: 150,
    sortingComparator: (a, b) => (a.behindSeconds ?? -1) - (b.behindSeconds ?? -1),
    cell: (row) => <LagNow {...row} />,
  },
  {
    id: 'operations',
    header: 'Inserts / updates / deletes per minute',
    minWidth: 140,
    sortingComparator: (a, b) => changesOf(a) - changesOf(b),
    cell: ({ operationsPerMinute }) => operationsText(operationsPerMinute),
  },
  {
    id: 'checkpoint',
    header: 'Checkpoint',
    sortingComparator: (a, b) => ((a.checkpointAt ?? '') < (b.checkpointAt ?? '') ? -1 : 1),
    cell: ({ checkpointAt }) => (checkpointAt === undefined ? 'none' : <Moment at={checkpointAt} />),
  },
  {
    id: 'suspended',
    header: 'Suspended tables',
    sortingComparator: (a, b) => (a.faulty?.count ?? 0) - (b.faulty?.count ?? 0),
    cell: ({ faulty }) =>
      faulty === undefined ? '0' : <StatusIndicator type="error">{count(faulty.count)}</StatusIndicator>,
  },
];

function changesOf({ operationsPerMinute }: ReplicationRow): number {
  return operationsPerMinute?.reduce((sum, made) => sum + made, 0) ?? -1;
}

/** Status as last polled, and who wants the task down. */
function Task({ row }: { readonly row: ReplicationRow }): ReactElement {
  const { desired, desiredBy, seenAt } = row;
  return (
    <>
      <TaskStatus {...row} />
      <Box color="text-body-secondary" fontSize="body-s">
        {seenAt === undefined ? (
          'not polled yet'
        ) : (
          <>
            seen <Moment at={seenAt} form="clock" />
          </>
        )}
        {desired === 'stopped' ? <div>stopped by {plain(desiredBy)}</div> : null}
      </Box>
    </>
  );
}

/** CDC jobs, those with problems first. The filter is part of the address. */
export function ReplicationTable({ jobs }: { readonly jobs: readonly ReplicationRow[] }): ReactElement {
  return (
    <ListTable
      title="CDC jobs"
      rows={jobs}
      pageSize={25}
      columns={columns}
      trackBy="job"
      stickyColumns={{ first: 0 }}
      find={{ label: 'Find CDC jobs', noun: 'job', textsOf: ({ job }) => [job] }}
      noMatch="No CDC job matches"
    />
  );
}
