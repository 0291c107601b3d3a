import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import type { TableProps } from '@cloudscape-design/components/table';
import type { ReactElement } from 'react';
import { departmentOf } from '../../data/job-key';
import type { PlannedJob } from '../../data/plan-queries';
import { Choice } from '../../parts/choice';
import { jobPlanHref } from '../../../../core/pages/hrefs';
import { ListTable } from '../../parts/list-table';
import { plain } from '../../parts/plain-text';
import { count, plural } from '../../parts/quantities';
import { useAddressFilter } from '../../parts/use-address-filter';
import { scheduleText } from './job-facts';

export function PlannedJobs({ jobs }: { readonly jobs: readonly PlannedJob[] }): ReactElement {
  const [{ department }, change] = useAddressFilter('department');
  const departments = [...new Set(jobs.map(({ job }) => departmentOf(job)))].sort();
  return (
    <ListTable
      title="Jobs"
      rows={jobs.filter(({ job }) => department === '' || departmentOf(job) === department)}
      total={jobs.length}
      pageSize={25}
      columns={columns}
      trackBy="job"
      stickyColumns={{ first: 0 }}
      find={{
        label: 'Find jobs, sources and targets',
        noun: 'job',
        textsOf: ({ job, source, target }) => [job, source, target],
      }}
      filter={
        <Choice
          label="Department"
          every="all departments"
          words={departments}
          chosen={department}
          choose={(chosen) => change({ department: chosen })}
        />
      }
      empty="No job is deployed"
      noMatch="No job matches"
    />
  );
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
        {description === undefined ? null : (
          <Box variant="small" display="block">
            {plain(description)}
          </Box>
        )}
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
