import Link from '@cloudscape-design/components/link';
import type { TableProps } from '@cloudscape-design/components/table';
import type { ReactElement } from 'react';
import { type ListedLoad, useLoads } from '../../data/load-queries';
import { Answer } from '../../parts/answer';
import { loadHref } from '../../../../core/pages/hrefs';
import { ListTable } from '../../parts/list-table';
import { Moment } from '../../parts/moment';
import { Page } from '../../parts/page';
import { plain } from '../../parts/plain-text';
import { count } from '../../parts/quantities';
import { RunState } from '../../parts/state-words';

/** All loads of CSV files. */
export function LoadsPage(): ReactElement {
  const query = useLoads();
  return (
    <Page title="Loads" description="CSV files that are dropped into the inbox go into PostgreSQL">
      <Answer query={query}>
        {(loads) => (
          <ListTable
            title="Inboxes"
            rows={loads}
            pageSize={50}
            columns={columns}
            trackBy="load"
            find={{ label: 'Find loads', noun: 'load', textsOf: ({ load }) => [load] }}
            empty="No load is deployed: define one under loads in a department file"
            noMatch="No load matches"
          />
        )}
      </Answer>
    </Page>
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
