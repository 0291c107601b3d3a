import { useCollection } from '@cloudscape-design/collection-hooks';
import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import { type ReactElement, useState } from 'react';
import { type JobToday, useNextStarts } from '../../data/queries';
import { PageNumbers } from '../../parts/page-numbers';
import { columnsWith, type Row } from './job-columns';
import { JobFilters, matches, useCollapsed, useJobFilter } from './job-filters';
import { jobRow, pagesOf } from './job-rows';

/** Each asks for its last runs. */
const jobsPerPage = 25;

/** Jobs and loads by department. Only the jobs of the page that is shown are drawn, and only their runs are read. */
export function JobTable({ jobs }: { readonly jobs: readonly JobToday[] }): ReactElement {
  const [filter, change] = useJobFilter();
  const [collapsed, collapse] = useCollapsed();
  const [chosen, choose] = useState(1);
  const next = useNextStarts();
  const found = jobs.filter((job) => matches(job, filter));
  const { items, collectionProps } = useCollection<Row>(
    found.map((job) => jobRow(job)),
    { sorting: {} },
  );
  const { sortingColumn, sortingDescending, onSortingChange } = collectionProps;
  const sorted = items.flatMap((row) => (row.kind === 'job' ? row.of : []));
  const pages = pagesOf(sorted, collapsed, jobsPerPage);
  const page = Math.min(chosen, Math.max(1, pages.length));
  const rows = pages[page - 1] ?? [];
  return (
    <Table<Row>
      {...(sortingColumn === undefined ? {} : { sortingColumn })}
      sortingDescending={sortingDescending ?? false}
      onSortingChange={(event) => onSortingChange?.(event)}
      items={rows}
      trackBy="id"
      expandableRows={{
        getItemChildren: (row) => (row.kind === 'department' ? [...row.jobs] : []),
        isItemExpandable: ({ kind }) => kind === 'department',
        getItemsCount: (row) => (row.kind === 'department' ? row.found : 1),
        expandedItems: rows.filter(({ id }) => !collapsed.has(id)),
        onExpandableItemToggle: ({ detail: { item, expanded } }) => collapse(item.id, !expanded),
      }}
      columnDefinitions={columnsWith(next)}
      wrapLines
      stickyColumns={{ first: 0 }}
      header={
        <Header variant="h2" counter={`(${jobs.length})`}>
          {jobs.some(({ kind }) => kind === 'load') ? 'Jobs and loads' : 'Jobs'}
        </Header>
      }
      filter={<JobFilters jobs={jobs} found={found} filter={filter} change={change} />}
      pagination={
        pages.length < 2 ? undefined : (
          <PageNumbers
            currentPageIndex={page}
            pagesCount={pages.length}
            onChange={({ detail }) => choose(detail.currentPageIndex)}
          />
        )
      }
      empty={<Box textAlign="center">No job matches</Box>}
      ariaLabels={{
        tableLabel: 'Jobs',
        expandButtonLabel: ({ id }) => `Show the jobs of ${id}`,
        collapseButtonLabel: ({ id }) => `Hide the jobs of ${id}`,
      }}
    />
  );
}
