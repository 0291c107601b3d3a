import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import type { TableProps } from '@cloudscape-design/components/table';
import type { ReactElement } from 'react';
import { hrefOf } from '../../../../core/pages/routes';
import type { PlannedDepartment } from '../../data/plan-queries';
import { ListTable } from '../../parts/list-table';
import { Moment } from '../../parts/moment';
import { plain } from '../../parts/plain-text';
import { count } from '../../parts/quantities';

export function Departments({
  departments,
}: {
  readonly departments: readonly PlannedDepartment[];
}): ReactElement {
  return (
    <ListTable
      title="Departments"
      rows={departments}
      pageSize={10}
      columns={columns}
      trackBy="name"
      empty="No department is deployed"
    />
  );
}

const columns: TableProps.ColumnDefinition<PlannedDepartment>[] = [
  {
    id: 'name',
    header: 'Department',
    isRowHeader: true,
    minWidth: 140,
    sortingField: 'name',
    cell: ({ name, description }) => (
      <>
        <Link href={hrefOf('plan', {}, { department: name })}>{name}</Link>
        {description === undefined ? null : (
          <Box variant="small" display="block">
            {plain(description)}
          </Box>
        )}
      </>
    ),
  },
  { id: 'owner', header: 'Owner', minWidth: 180, sortingField: 'owner', cell: ({ owner }) => plain(owner) },
  { id: 'jobs', header: 'Jobs', sortingField: 'jobs', cell: ({ jobs }) => count(jobs) },
  { id: 'loads', header: 'Loads', sortingField: 'loads', cell: ({ loads }) => count(loads) },
  {
    id: 'channels',
    header: 'Messages to',
    cell: ({ channels }) => plain(channels.join(', ') || 'nobody'),
  },
  {
    id: 'tags',
    header: 'Tags',
    cell: ({ tags }) => plain(tagsText(tags)),
  },
  {
    id: 'deployed',
    header: 'Deployed',
    sortingField: 'deployedAt',
    cell: ({ deployedAt }) => (deployedAt === undefined ? '–' : <Moment at={deployedAt} />),
  },
];

function tagsText(tags: PlannedDepartment['tags']): string {
  const pairs = Object.entries(tags).map(([key, value]) => `${key}=${value}`);
  return pairs.join(', ') || '–';
}
