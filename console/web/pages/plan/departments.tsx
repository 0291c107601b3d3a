import { useCollection } from '@cloudscape-design/collection-hooks';
import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { ReactElement } from 'react';
import type { PlannedDepartment } from '../../data/plan-queries';
import { Moment } from '../../parts/moment';
import { PageNumbers } from '../../parts/page-numbers';
import { plain } from '../../parts/plain-text';
import { count } from '../../parts/quantities';

const pageSize = 10;

export function Departments({
  departments,
}: {
  readonly departments: readonly PlannedDepartment[];
}): ReactElement {
  const { items, collectionProps, paginationProps } = useCollection(departments, {
    pagination: { pageSize },
    sorting: {},
  });
  return (
    <Table
      {...collectionProps}
      items={items}
      trackBy="name"
      columnDefinitions={columns}
      wrapLines
      header={
        <Header variant="h2" counter={`(${departments.length})`}>
          Departments
        </Header>
      }
      pagination={departments.length > pageSize ? <PageNumbers {...paginationProps} /> : undefined}
      empty={<Box textAlign="center">No department is deployed</Box>}
      ariaLabels={{ tableLabel: 'Departments' }}
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
        <Link href={`#/plan?${new URLSearchParams({ department: name }).toString()}`}>{name}</Link>
        {description === undefined ? null : <Box variant="small">{plain(description)}</Box>}
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
