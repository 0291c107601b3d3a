import Box from '@cloudscape-design/components/box';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { TableProps } from '@cloudscape-design/components/table';
import type { ReactElement } from 'react';
import type { LakeTable, TablePage } from '../../data/table-queries';
import { ListTable } from '../../parts/list-table';
import { plain } from '../../parts/plain-text';
import { type ColumnRow, columnRows } from './column-rows';

interface Props {
  readonly page: TablePage;
  readonly lake: LakeTable | undefined;
}

/** Columns from the types of the source to those of the lake. */
export function Columns({ page, lake }: Props): ReactElement {
  const rows = columnRows(page, lake);
  return (
    <ListTable
      title="Columns"
      description="From the source to the lake"
      rows={rows}
      pageSize={50}
      columns={columns}
      trackBy="id"
      find={
        rows.length > 10
          ? {
              label: 'Find columns',
              noun: 'column',
              textsOf: ({ source = '', lake: name = '' }) => [source, name],
            }
          : undefined
      }
      empty="No source check has seen the columns of this table"
      noMatch="No column matches"
    />
  );
}

const columns: TableProps.ColumnDefinition<ColumnRow>[] = [
  {
    id: 'source',
    header: 'Source',
    isRowHeader: true,
    minWidth: 140,
    sortingField: 'source',
    cell: ({ source }) =>
      source === undefined ? <Box color="text-body-secondary">added on the way</Box> : <Name>{source}</Name>,
  },
  {
    id: 'type',
    header: 'Source type',
    minWidth: 130,
    sortingField: 'type',
    cell: ({ type, nullable }) =>
      type === undefined ? '–' : <Name>{nullable === false ? `${type} not null` : type}</Name>,
  },
  {
    id: 'key',
    header: 'Key',
    sortingField: 'key',
    cell: ({ key }) => (key === undefined ? '–' : `part ${key}`),
  },
  {
    id: 'lake',
    header: 'Lake',
    minWidth: 140,
    sortingField: 'lake',
    cell: ({ lake }) =>
      lake === undefined ? <Box color="text-body-secondary">left out</Box> : <Name>{lake}</Name>,
  },
  { id: 'found', header: 'Lake type', minWidth: 150, cell: (row) => <LakeType row={row} /> },
];

function Name({ children }: { readonly children: string }): ReactElement {
  return <bdi className="fact">{plain(children)}</bdi>;
}

/** Type that readers find, and that of the next load where it is another. */
function LakeType({ row: { lake, found, next } }: { readonly row: ColumnRow }): ReactElement {
  if (lake === undefined) return <>–</>;
  if (found === undefined)
    return next === undefined ? (
      <>–</>
    ) : (
      <>
        <Name>{next}</Name> <Box variant="small">with the next load</Box>
      </>
    );
  if (next === undefined)
    return (
      <>
        <Name>{found}</Name> <StatusIndicator type="warning">no longer in the source</StatusIndicator>
      </>
    );
  return <Name>{found}</Name>;
}
