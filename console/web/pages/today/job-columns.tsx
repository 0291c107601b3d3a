import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { TableProps } from '@cloudscape-design/components/table';
import type { ReactElement, ReactNode } from 'react';
import { departmentOf } from '../../data/job-key';
import type { JobToday, useNextStarts } from '../../data/queries';
import { NotRead } from '../../parts/answer';
import { jobHref, loadHref, tablesHref } from '../../../../core/pages/hrefs';
import { Moment } from '../../parts/moment';
import { count, plural } from '../../parts/quantities';
import { byHealthWord, HealthWord } from '../../parts/state-words';
import type { DepartmentRow, Row as RowOf } from './job-rows';
import { DurationSpark, LastSuccess, RecentRuns } from './recent-runs';

const unreadPlan = new Error('the plan of the department cannot be read: deploy it again');

export type Row = RowOf<JobToday>;
type Column = TableProps.ColumnDefinition<Row>;

/** Cell of a column that has nothing to say about a whole department. */
const ofJob = (cell: (job: JobToday) => ReactNode) => (row: Row) =>
  row.kind === 'job' ? cell(row.of) : null;

const compare =
  (order: (a: JobToday, b: JobToday) => number) =>
  (a: Row, b: Row): number =>
    a.kind === 'job' && b.kind === 'job' ? order(a.of, b.of) : 0;

export function columnsWith(next: ReturnType<typeof useNextStarts>): readonly Column[] {
  return [...known, nextColumn(next), ...numbers];
}

const known: readonly Column[] = [
  {
    id: 'job',
    header: 'Job',
    minWidth: 170,
    isRowHeader: true,
    sortingComparator: compare((a, b) => (a.job < b.job ? -1 : 1)),
    cell: (row) => (row.kind === 'job' ? <JobName job={row.of} /> : <Box fontWeight="bold">{row.id}</Box>),
    counter: ({ item }) => (item.kind === 'department' ? `(${item.found})` : ''),
  },
  {
    id: 'health',
    header: 'Health',
    minWidth: 130,
    sortingComparator: compare((a, b) => byHealthWord(a.health, b.health)),
    cell: (row) => (row.kind === 'job' ? <HealthWord health={row.of.health} /> : <Counts department={row} />),
  },
  { id: 'recent', header: 'Last 14 runs', cell: ofJob(({ job }) => <RecentRuns job={job} />) },
  {
    id: 'succeeded',
    header: 'Last success',
    cell: ofJob(({ job, succeeded }) => <LastSuccess job={job} known={succeeded} />),
  },
];

const numbers: readonly Column[] = [
  {
    id: 'rows',
    header: 'Rows',
    sortingComparator: compare((a, b) => (a.newest?.rows ?? 0) - (b.newest?.rows ?? 0)),
    cell: ofJob(({ job, kind, newest }) =>
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
    ),
  },
  { id: 'took', header: 'Duration', cell: ofJob(({ job }) => <DurationSpark job={job} />) },
];

/** Name within its department. A load leads to its files, a CDC job to its page, another job to its newest run. */
function JobName({ job: { job, kind, newest, isCdc } }: { readonly job: JobToday }): ReactElement {
  const name = job.slice(departmentOf(job).length + 1);
  const href = kind === 'load' ? loadHref(job) : jobHref(job, isCdc, newest?.run);
  return (
    <>
      {href === undefined ? (
        name
      ) : (
        <Link href={href} ariaLabel={job}>
          {name}
        </Link>
      )}
      {kind === 'load' ? (
        <Box color="text-body-secondary" fontSize="body-s">
          CSV load
        </Box>
      ) : null}
    </>
  );
}

function Counts({
  department: { problems, running },
}: {
  readonly department: DepartmentRow<JobToday>;
}): ReactElement {
  return (
    <SpaceBetween size="xxxs">
      {problems === 0 ? (
        <StatusIndicator type="success">fine</StatusIndicator>
      ) : (
        <StatusIndicator type="error">{plural(problems, 'problem')}</StatusIndicator>
      )}
      {running === 0 ? null : (
        <StatusIndicator type="in-progress">{`${count(running)} running`}</StatusIndicator>
      )}
    </SpaceBetween>
  );
}

/** First coming time of a job, or why there is none. */
function nextColumn({ data, error }: ReturnType<typeof useNextStarts>): Column {
  const next = new Map(Object.entries(data?.next ?? {}));
  const unread = new Set(data?.unread);
  const cell = ({ job, kind }: JobToday): ReactElement => {
    if (kind === 'load') return <span>on arrival</span>;
    if (error !== null) return <NotRead error={error} />;
    const at = next.get(job);
    if (at !== undefined) return <Moment at={at} />;
    return unread.has(departmentOf(job)) ? <NotRead error={unreadPlan} /> : <span>–</span>;
  };
  return { id: 'next', header: 'Next run', cell: ofJob(cell) };
}
