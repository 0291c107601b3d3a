import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { ReactElement } from 'react';
import type { LoadedFile, LoadPage } from '../../data/load-queries';
import { runHref } from '../../../../core/pages/hrefs';
import { Moment } from '../../parts/moment';
import { plain } from '../../parts/plain-text';
import { bytes, count } from '../../parts/quantities';
import { RunState } from '../../parts/state-words';
import { useAddressFilter } from '../../parts/use-address-filter';
import { Findings } from './findings';

const choices = [
  { id: 'all', text: 'All' },
  { id: 'accepted', text: 'Accepted' },
  { id: 'rejected', text: 'Rejected' },
] as const;

/** Load history: accepted and rejected files, with the first bad lines of each. The choice is part of the address. */
export function Files({ page: { load, files } }: { readonly page: LoadPage }): ReactElement {
  const [{ show }, change] = useAddressFilter('show');
  const chosen = choices.find(({ id }) => id === show)?.id ?? 'all';
  const shown = files.filter((file) => chosen === 'all' || (chosen === 'rejected') === isRejected(file));
  return (
    <Table
      items={shown}
      trackBy={({ summary }) => summary.run}
      columnDefinitions={columnsOf(load)}
      wrapLines
      cellVerticalAlign="top"
      header={
        <Header variant="h2" counter={`(${files.length})`} description="The newest 50 files">
          Files
        </Header>
      }
      filter={
        <SegmentedControl
          label="Show files"
          selectedId={chosen}
          options={[...choices]}
          onChange={({ detail }) => change({ show: detail.selectedId === 'all' ? '' : detail.selectedId })}
        />
      }
      empty={<Box textAlign="center">{files.length === 0 ? 'No file was dropped yet' : 'No such file'}</Box>}
      ariaLabels={{ tableLabel: 'Files' }}
    />
  );
}

function isRejected({ summary }: LoadedFile): boolean {
  return summary.state === 'failed' || summary.state === 'resource';
}

function columnsOf(load: string): TableProps.ColumnDefinition<LoadedFile>[] {
  return [
    {
      id: 'name',
      header: 'File',
      isRowHeader: true,
      minWidth: 160,
      cell: ({ name, size, summary }) => (
        <>
          <Link href={runHref(summary.run)}>
            <bdi className="fact">{plain(name)}</bdi>
          </Link>
          <Box variant="small" display="block">
            {size === undefined ? '' : `${bytes(size)}, `}
            <Moment at={summary.openedAt} />
          </Box>
        </>
      ),
    },
    { id: 'state', header: 'State', minWidth: 170, cell: ({ summary }) => <RunState run={summary} /> },
    { id: 'rows', header: 'Rows', cell: ({ summary }) => count(summary.rows) },
    {
      id: 'why',
      header: 'First bad lines, and the fix',
      minWidth: 320,
      cell: (file) => <Findings load={load} file={file} />,
    },
  ];
}
