import { useCollection } from '@cloudscape-design/collection-hooks';
import Box from '@cloudscape-design/components/box';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import Select from '@cloudscape-design/components/select';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import type { ReactElement } from 'react';
import type { PlannedJob } from '../../data/plan-queries';
import { jobPlanHref } from '../../parts/links';
import { PageNumbers } from '../../parts/page-numbers';
import { plain } from '../../parts/plain-text';
import { count, plural } from '../../parts/quantities';
import { scheduleText } from './job-facts';
import { useAddressFilter } from './use-address-filter';

const pageSize = 25;

export function PlannedJobs({ jobs }: { readonly jobs: readonly PlannedJob[] }): ReactElement {
  const [filter, change] = useAddressFilter('text', 'department');
  const departments = [...new Set(jobs.map(({ job }) => departmentOf(job)))].sort();
  const found = jobs.filter(
    ({ job, source, target }) =>
      (filter.department === '' || departmentOf(job) === filter.department) &&
      [job, source, target].some((name) => name.includes(filter.text.trim())),
  );
  const { items, collectionProps, paginationProps } = useCollection(found, {
    pagination: { pageSize },
    sorting: {},
  });
  const options = [
    { value: '', label: 'all departments' },
    ...departments.map((name) => ({ value: name, label: name })),
  ];
  return (
    <Table
      {...collectionProps}
      items={items}
      trackBy="job"
      columnDefinitions={columns}
      wrapLines
      stickyColumns={{ first: 0 }}
      header={
        <Header variant="h2" counter={`(${jobs.length})`}>
          Jobs
        </Header>
      }
      filter={
        <Grid gridDefinition={[{ colspan: { default: 12, s: 8 } }, { colspan: { default: 12, s: 4 } }]}>
          <TextFilter
            filteringText={filter.text}
            filteringPlaceholder="Find jobs, sources and targets"
            filteringAriaLabel="Find jobs, sources and targets"
            countText={plural(found.length, 'job')}
            onChange={({ detail }) => change({ text: detail.filteringText })}
          />
          <Select
            ariaLabel="Department"
            options={options}
            selectedOption={options.find(({ value }) => value === filter.department) ?? null}
            onChange={({ detail }) => change({ department: detail.selectedOption.value ?? '' })}
          />
        </Grid>
      }
      pagination={found.length > pageSize ? <PageNumbers {...paginationProps} /> : undefined}
      empty={<Box textAlign="center">{jobs.length === 0 ? 'No job is deployed' : 'No job matches'}</Box>}
      ariaLabels={{ tableLabel: 'Jobs' }}
    />
  );
}

function departmentOf(job: string): string {
  return job.split('/')[0] ?? '';
}

const columns: TableProps.ColumnDefinition<PlannedJob>[] = [
  {
    id: 'job',
    header: 'Job',
    isRowHeader: true,
    minWidth: 170,
    sortingField: 'job',
    cell: ({ job, description }) => (
      <>
        <Link href={jobPlanHref(job)}>{job}</Link>
        {description === undefined ? null : <Box variant="small">{plain(description)}</Box>}
      </>
    ),
  },
  { id: 'mode', header: 'Mode', minWidth: 110, sortingField: 'mode', cell: ({ mode }) => mode },
  {
    id: 'tables',
    header: 'Tables',
    sortingComparator: (a, b) => a.tables + a.patterns - b.tables - b.patterns,
    cell: ({ tables, patterns }) =>
      patterns === 0 ? count(tables) : `${count(tables)} and ${plural(patterns, 'pattern')}`,
  },
  { id: 'filters', header: 'Filters', sortingField: 'filters', cell: ({ filters }) => count(filters) },
  {
    id: 'excluded',
    header: 'Excluded columns',
    sortingField: 'excludedColumns',
    cell: ({ excludedColumns }) => count(excludedColumns),
  },
  {
    id: 'way',
    header: 'From and to',
    sortingField: 'source',
    cell: ({ source, target, format }) =>
      `${source} to ${target}${format === undefined ? '' : `, ${format}`}`,
  },
  {
    id: 'schedule',
    header: 'Schedule',
    minWidth: 160,
    cell: (job) => <span className="fact">{scheduleText(job)}</span>,
  },
];
