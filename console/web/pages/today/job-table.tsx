import { useCollection } from '@cloudscape-design/collection-hooks';
import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { ReactElement } from 'react';
import { type JobToday, useNextStarts } from '../../data/queries';
import { NotRead } from '../../parts/answer';
import { loadHref, tablesHref } from '../../parts/links';
import { Moment } from '../../parts/moment';
import { PageNumbers } from '../../parts/page-numbers';
import { count } from '../../parts/quantities';
import { HealthWord } from '../../parts/state-words';
import { JobFilters, matches, useJobFilter } from './job-filters';
import { DurationSpark, LastSuccess, RecentRuns } from './recent-runs';

const pageSize = 25;
const unreadPlan = new Error('the plan of the department cannot be read: deploy it again');

export function JobTable({ jobs }: { readonly jobs: readonly JobToday[] }): ReactElement {
  const [filter, change] = useJobFilter();
  const found = jobs.filter((job) => matches(job, filter));
  const next = useNextStarts();
  const { items, collectionProps, paginationProps } = useCollection(found, {
    pagination: { pageSize },
    sorting: {},
  });
  return (
    <Table
      {...collectionProps}
      items={items}
      trackBy="job"
      columnDefinitions={columnsWith(nextRuns(next))}
      wrapLines
      stickyColumns={{ first: 0 }}
      header={
        <Header variant="h2" counter={`(${jobs.length})`}>
          Jobs
        </Header>
      }
      filter={<JobFilters jobs={jobs} found={found.length} filter={filter} change={change} />}
      pagination={found.length > pageSize ? <PageNumbers {...paginationProps} /> : undefined}
      empty={<Box textAlign="center">No job matches</Box>}
      ariaLabels={{ tableLabel: 'Jobs' }}
    />
  );
}

type Columns = TableProps.ColumnDefinition<JobToday>[];

function columnsWith(nextOf: (job: string) => ReactElement): Columns {
  return [
    {
      id: 'job',
      header: 'Job',
      isRowHeader: true,
      sortingField: 'job',
      cell: ({ job, newest, isCdc }) => {
        if (isCdc === true) return <Link href={`#/replications/${job}`}>{job}</Link>;
        return newest === undefined ? job : <Link href={`#/runs/${newest.run}`}>{job}</Link>;
      },
    },
    {
      id: 'health',
      header: 'Health',
      sortingField: 'health',
      cell: ({ health }) => <HealthWord health={health} />,
    },
    { id: 'recent', header: 'Last 14 runs', cell: ({ job }) => <RecentRuns job={job} /> },
    {
      id: 'succeeded',
      header: 'Last success',
      cell: ({ job, succeeded }) => <LastSuccess job={job} known={succeeded?.at} />,
    },
    { id: 'next', header: 'Next run', cell: ({ job }) => nextOf(job) },
    {
      id: 'rows',
      header: 'Rows',
      sortingComparator: (a, b) => (a.newest?.rows ?? 0) - (b.newest?.rows ?? 0),
      cell: ({ job, kind, newest }) =>
        newest === undefined ? (
          '–'
        ) : (
          <Link
            href={kind === 'load' ? loadHref(job) : tablesHref(job)}
            ariaLabel={`${count(newest.rows)} rows, ${kind === 'load' ? 'files' : 'tables'} of ${job}`}
          >
            {count(newest.rows)}
          </Link>
        ),
    },
    { id: 'took', header: 'Duration', cell: ({ job }) => <DurationSpark job={job} /> },
  ];
}

/** First coming time of a job, or why there is none. */
function nextRuns({ data, error }: ReturnType<typeof useNextStarts>): (job: string) => ReactElement {
  const next = new Map(Object.entries(data?.next ?? {}));
  const unread = new Set(data?.unread);
  return (job) => {
    if (error !== null) return <NotRead error={error} />;
    const at = next.get(job);
    if (at !== undefined) return <Moment at={at} />;
    return unread.has(job.split('/')[0] ?? '') ? <NotRead error={unreadPlan} /> : <span>–</span>;
  };
}
