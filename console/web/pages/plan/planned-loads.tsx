import Link from '@cloudscape-design/components/link';
import type { TableProps } from '@cloudscape-design/components/table';
import type { ReactElement } from 'react';
import type { PlannedLoad } from '../../data/plan-queries';
import { loadHref } from '../../../../core/pages/hrefs';
import { ListTable } from '../../parts/list-table';
import { plain } from '../../parts/plain-text';

/** Deployed loads of CSV files. */
export function PlannedLoads({ loads }: { readonly loads: readonly PlannedLoad[] }): ReactElement {
  return <ListTable title="Loads" rows={loads} pageSize={25} columns={columns} trackBy="load" />;
}

const columns: TableProps.ColumnDefinition<PlannedLoad>[] = [
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
];
