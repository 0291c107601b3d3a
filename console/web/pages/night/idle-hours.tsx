import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { ReactElement } from 'react';
import { Moment } from '../../parts/moment';
import { duration } from '../../parts/quantities';
import type { Span } from './night';

const columns: TableProps.ColumnDefinition<Span>[] = [
  { id: 'from', header: 'From', isRowHeader: true, cell: ({ from }) => <Moment at={from} /> },
  { id: 'until', header: 'Until', cell: ({ until }) => <Moment at={until} /> },
  { id: 'hours', header: 'Length', cell: ({ from, until }) => duration(until - from) },
];

/** Whole hours in which nothing runs: room for further jobs. */
export function IdleHours({ idle }: { readonly idle: readonly Span[] }): ReactElement {
  return (
    <Table
      items={idle}
      trackBy={({ from }) => String(from)}
      columnDefinitions={columns}
      header={
        <Header variant="h2" counter={`(${idle.length})`} description="Whole hours in which no job runs">
          Idle hours
        </Header>
      }
      empty={<Box textAlign="center">Something runs in each hour</Box>}
      ariaLabels={{ tableLabel: 'Idle hours' }}
    />
  );
}
