import Box from '@cloudscape-design/components/box';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { TableProps } from '@cloudscape-design/components/table';
import type { ReactElement } from 'react';
import type { ReplicationFacts } from '../../data/queries';
import { Command } from '../../parts/command';
import { ListTable } from '../../parts/list-table';
import { Moment } from '../../parts/moment';
import { plain } from '../../parts/plain-text';
import { plural } from '../../parts/quantities';

type FaultyTable = NonNullable<ReplicationFacts['faulty']>['tables'][number];

/** Tables of the task that do not replicate, each with its fix. */
export function FaultyTables({ facts }: { readonly facts: ReplicationFacts }): ReactElement {
  const { count, tables } = facts.faulty ?? { count: 0, tables: [] };
  const more = count - tables.length;
  return (
    <ListTable
      title="Suspended tables"
      description={more > 0 ? `${plural(more, 'further table')} not listed` : undefined}
      rows={tables}
      total={count}
      pageSize={20}
      columns={columns}
      trackBy="table"
      empty={
        <StatusIndicator type="success">
          {facts.tables.length === 0
            ? 'No poll has listed the tables yet'
            : `All ${plural(facts.tables.length, 'table')} replicate`}
        </StatusIndicator>
      }
    />
  );
}

const columns: TableProps.ColumnDefinition<FaultyTable>[] = [
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
];
