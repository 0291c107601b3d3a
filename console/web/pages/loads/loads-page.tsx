import { useCollection } from '@cloudscape-design/collection-hooks';
import Box from '@cloudscape-design/components/box';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import type { ReactElement } from 'react';
import { useSearchParams } from 'react-router-dom';
import { type ListedLoad, useLoads } from '../../data/load-queries';
import { Answer } from '../../parts/answer';
import { loadHref } from '../../parts/links';
import { Moment } from '../../parts/moment';
import { PageNumbers } from '../../parts/page-numbers';
import { plain } from '../../parts/plain-text';
import { count, plural } from '../../parts/quantities';
import { RunState } from '../../parts/state-words';

const pageSize = 50;

/** All loads of CSV files. */
export function LoadsPage(): ReactElement {
  const query = useLoads();
  return (
    <ContentLayout
      header={
        <Header variant="h1" description="CSV files that are dropped into the inbox go into PostgreSQL">
          Loads
        </Header>
      }
    >
      <Answer query={query}>{(loads) => <List loads={loads} />}</Answer>
    </ContentLayout>
  );
}

function List({ loads }: { readonly loads: readonly ListedLoad[] }): ReactElement {
  const [params, setParams] = useSearchParams();
  const text = params.get('text') ?? '';
  const found = loads.filter(({ load }) => load.includes(text.trim()));
  const { items, collectionProps, paginationProps } = useCollection(found, {
    pagination: { pageSize },
    sorting: {},
  });
  return (
    <Table
      {...collectionProps}
      items={items}
      trackBy="load"
      columnDefinitions={columns}
      wrapLines
      header={
        <Header variant="h2" counter={`(${loads.length})`}>
          Inboxes
        </Header>
      }
      filter={
        loads.length === 0 ? undefined : (
          <TextFilter
            filteringText={text}
            filteringAriaLabel="Find loads"
            filteringPlaceholder="Find loads"
            countText={plural(found.length, 'load')}
            onChange={({ detail }) =>
              setParams(detail.filteringText === '' ? {} : { text: detail.filteringText }, { replace: true })
            }
          />
        )
      }
      pagination={found.length > pageSize ? <PageNumbers {...paginationProps} /> : undefined}
      empty={
        <Box textAlign="center">
          {loads.length === 0
            ? 'No load is deployed: define one under loads in a department file'
            : 'No load matches'}
        </Box>
      }
      ariaLabels={{ tableLabel: 'Inboxes' }}
    />
  );
}

const columns: TableProps.ColumnDefinition<ListedLoad>[] = [
  {
    id: 'load',
    header: 'Load',
    isRowHeader: true,
    sortingField: 'load',
    cell: ({ load }) => <Link href={loadHref(load)}>{load}</Link>,
  },
  {
    id: 'state',
    header: 'Newest file',
    cell: ({ newest }) => (newest === undefined ? 'none yet' : <RunState run={newest} />),
  },
  {
    id: 'at',
    header: 'Taken',
    cell: ({ newest }) => (newest === undefined ? '–' : <Moment at={newest.openedAt} />),
  },
  { id: 'rows', header: 'Rows', cell: ({ newest }) => (newest === undefined ? '–' : count(newest.rows)) },
  {
    id: 'inbox',
    header: 'Inbox',
    minWidth: 200,
    cell: ({ inbox }) => <span className="fact">{plain(inbox)}</span>,
  },
];
