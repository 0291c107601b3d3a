import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { ReactElement } from 'react';
import type { LoadPage } from '../../data/load-queries';
import { Moment } from '../../parts/moment';
import { plain } from '../../parts/plain-text';
import { bytes, plural } from '../../parts/quantities';

type File = NonNullable<LoadPage['waiting']>['files'][number];

/** Files for which no run has opened yet. */
export function Waiting({ page }: { readonly page: LoadPage }): ReactElement {
  const { waiting } = page;
  if (waiting === undefined)
    return (
      <Alert type="warning" header="Waiting files are not shown: the inbox cannot be listed">
        {plain('waitingNotRead' in page ? page.waitingNotRead : '')}
      </Alert>
    );
  return (
    <Table
      items={[...waiting.files]}
      trackBy="name"
      columnDefinitions={columns}
      wrapLines
      header={
        <Header
          variant="h2"
          counter={`(${waiting.files.length})`}
          description={`A file waits seconds for its run. The folder has ${plural(waiting.inFolder, 'file')}: loaded files stay in it.`}
        >
          Waiting files
        </Header>
      }
      empty={<Box textAlign="center">No file waits</Box>}
      ariaLabels={{ tableLabel: 'Waiting files' }}
    />
  );
}

const columns: TableProps.ColumnDefinition<File>[] = [
  {
    id: 'name',
    header: 'File',
    isRowHeader: true,
    cell: ({ name }) => <bdi className="fact">{plain(name)}</bdi>,
  },
  { id: 'at', header: 'Dropped', cell: ({ droppedAt }) => <Moment at={droppedAt} /> },
  { id: 'size', header: 'Size', cell: ({ size }) => bytes(size) },
];
