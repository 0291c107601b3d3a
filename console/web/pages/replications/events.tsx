import Link from '@cloudscape-design/components/link';
import type { TableProps } from '@cloudscape-design/components/table';
import type { ReactElement } from 'react';
import type { ReplicationFacts } from '../../data/queries';
import { runHref } from '../../../../core/pages/hrefs';
import { ListTable } from '../../parts/list-table';
import { Moment } from '../../parts/moment';
import { plain } from '../../parts/plain-text';

/** Events of a CDC job, newest first. */
export function Events({ facts: { events } }: { readonly facts: ReplicationFacts }): ReactElement {
  return (
    <ListTable
      title="Events"
      rows={events}
      pageSize={20}
      columns={columns}
      trackBy={({ at, name }) => `${at} ${name}`}
      empty="No events"
    />
  );
}

const columns: TableProps.ColumnDefinition<ReplicationFacts['events'][number]>[] = [
  { id: 'at', header: 'Time', width: 190, cell: ({ at }) => <Moment at={at} form="precise" /> },
  { id: 'event', header: 'Event', width: 170, isRowHeader: true, cell: ({ name }) => name },
  {
    id: 'detail',
    header: 'Detail',
    minWidth: 260,
    cell: ({ detail }) => <bdi className="event">{plain(detail)}</bdi>,
  },
  {
    id: 'run',
    header: 'Run',
    minWidth: 120,
    cell: ({ run }) => (run === undefined ? '–' : <Link href={runHref(run)}>{run}</Link>),
  },
];
