import { useCollection } from '@cloudscape-design/collection-hooks';
import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { ReactElement } from 'react';
import type { ReplicationFacts } from '../../data/queries';
import { Command } from '../../parts/command';
import { Moment } from '../../parts/moment';
import { PageNumbers } from '../../parts/page-numbers';
import { plain } from '../../parts/plain-text';
import { plural } from '../../parts/quantities';

const pageSize = 20;

/** Tables of the task that do not replicate, each with its fix. */
export function FaultyTables({ facts }: { readonly facts: ReplicationFacts }): ReactElement {
  const { count, tables } = facts.faulty ?? { count: 0, tables: [] };
  const { items, collectionProps, paginationProps } = useCollection(tables, { pagination: { pageSize } });
  const more = count - tables.length;
  return (
    <Table
      {...collectionProps}
      items={items}
      trackBy="table"
      header={
        <Header
          variant="h2"
          counter={`(${count})`}
          {...(more > 0 ? { description: `${plural(more, 'further table')} not listed` } : {})}
        >
          Suspended tables
        </Header>
      }
      wrapLines
      empty={
        <StatusIndicator type="success">
          {facts.tables.length === 0
            ? 'No poll has listed the tables yet'
            : `All ${plural(facts.tables.length, 'table')} replicate`}
        </StatusIndicator>
      }
      ariaLabels={{ tableLabel: 'Suspended tables' }}
      pagination={tables.length > pageSize ? <PageNumbers {...paginationProps} /> : undefined}
      columnDefinitions={[
        {
          id: 'table',
          header: 'Table',
          minWidth: 180,
          isRowHeader: true,
          cell: ({ table }) => <bdi className="fact">{plain(table)}</bdi>,
        },
        {
          id: 'fault',
          header: 'Fault',
          minWidth: 160,
          cell: ({ fault, state }) => (
            <>
              <StatusIndicator type="error">{fault}</StatusIndicator>
              <Box color="text-body-secondary">{plain(state)}</Box>
            </>
          ),
        },
        { id: 'since', header: 'Since', minWidth: 120, cell: ({ since }) => <Moment at={since} /> },
        { id: 'fix', header: 'Fix', minWidth: 260, cell: ({ fix }) => <Command>{fix}</Command> },
      ]}
    />
  );
}
