import { useCollection } from '@cloudscape-design/collection-hooks';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import Table from '@cloudscape-design/components/table';
import type { ReactElement } from 'react';
import type { PlannedLoad } from '../../data/plan-queries';
import { loadHref } from '../../parts/links';
import { PageNumbers } from '../../parts/page-numbers';
import { plain } from '../../parts/plain-text';

const pageSize = 25;

/** Deployed loads of CSV files. */
export function PlannedLoads({ loads }: { readonly loads: readonly PlannedLoad[] }): ReactElement {
  const { items, collectionProps, paginationProps } = useCollection(loads, {
    pagination: { pageSize },
    sorting: {},
  });
  return (
    <Table
      {...collectionProps}
      items={items}
      trackBy="load"
      wrapLines
      header={
        <Header variant="h2" counter={`(${loads.length})`}>
          Loads
        </Header>
      }
      pagination={loads.length > pageSize ? <PageNumbers {...paginationProps} /> : undefined}
      ariaLabels={{ tableLabel: 'Loads' }}
      columnDefinitions={[
        {
          id: 'load',
          header: 'Load',
          isRowHeader: true,
          sortingField: 'load',
          cell: ({ load }) => <Link href={loadHref(load)}>{load}</Link>,
        },
        { id: 'mode', header: 'Mode', sortingField: 'mode', cell: ({ mode }) => mode },
        {
          id: 'table',
          header: 'Table',
          cell: ({ table, target }) => (
            <bdi className="fact">
              {plain(table)} in {target}
            </bdi>
          ),
        },
        {
          id: 'inbox',
          header: 'Inbox',
          cell: ({ inbox }) => <bdi className="fact">{plain(inbox)}</bdi>,
        },
      ]}
    />
  );
}
