import { useCollection } from '@cloudscape-design/collection-hooks';
import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import Table from '@cloudscape-design/components/table';
import type { ReactElement } from 'react';
import type { ReplicationFacts } from '../../data/queries';
import { Moment } from '../../parts/moment';
import { PageNumbers } from '../../parts/page-numbers';
import { plain } from '../../parts/plain-text';

const pageSize = 20;

/** Events of a CDC job, newest first. */
export function Events({ facts: { events } }: { readonly facts: ReplicationFacts }): ReactElement {
  const { items, collectionProps, paginationProps } = useCollection(events, { pagination: { pageSize } });
  return (
    <Table
      {...collectionProps}
      items={items}
      trackBy={({ at, name }) => `${at} ${name}`}
      header={
        <Header variant="h2" counter={`(${events.length})`}>
          Events
        </Header>
      }
      wrapLines
      empty={<Box textAlign="center">No events</Box>}
      ariaLabels={{ tableLabel: 'Events' }}
      pagination={events.length > pageSize ? <PageNumbers {...paginationProps} /> : undefined}
      columnDefinitions={[
        { id: 'at', header: 'Time', width: 150, cell: ({ at }) => <Moment at={at} form="short" /> },
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
          cell: ({ run }) =>
            run === undefined ? '–' : <Link href={`#/runs/${encodeURIComponent(run)}`}>{run}</Link>,
        },
      ]}
    />
  );
}
