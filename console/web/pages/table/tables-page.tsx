import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { TableProps } from '@cloudscape-design/components/table';
import type { ReactElement } from 'react';
import { useParams } from 'react-router-dom';
import { useJobPlan } from '../../data/plan-queries';
import { type TablesOfJob, useTablesOf } from '../../data/table-queries';
import { Answer } from '../../parts/answer';
import { jobPlanHref, runHref, tableHref, todayHref } from '../../../../core/pages/hrefs';
import { ListTable } from '../../parts/list-table';
import { Moment } from '../../parts/moment';
import { Page } from '../../parts/page';
import { plain } from '../../parts/plain-text';
import { count, plural } from '../../parts/quantities';
import { Snapshots } from './snapshots';

type Row = TablesOfJob['tables'][number];

/** All tables of a job, and its snapshots. */
export function TablesPage(): ReactElement {
  const { department = '', job = '' } = useParams();
  const key = `${department}/${job}`;
  const query = useTablesOf(key);
  return (
    <Page
      title={`Tables of ${key}`}
      description={query.data === undefined ? undefined : <Source of={query.data} />}
      place={{ above: [{ text: 'Today', href: todayHref() }], here: `Tables of ${key}` }}
      actions={<Link href={jobPlanHref(key)}>Deployed plan</Link>}
    >
      <SpaceBetween size="l">
        <Answer query={query}>{(tables) => <List of={tables} />}</Answer>
        <SnapshotsIfPublished job={key} />
      </SpaceBetween>
    </Page>
  );
}

/** Snapshots of a job that publishes them. Without its plan, this is not known. */
function SnapshotsIfPublished({ job }: { readonly job: string }): ReactElement | null {
  const { data } = useJobPlan(job);
  return data?.plan.publishing.kind === 'snapshot' ? <Snapshots job={job} /> : null;
}

function Source({ of: { run } }: { readonly of: TablesOfJob }): ReactElement {
  if (run === undefined) return <>No run has loaded tables yet</>;
  return (
    <>
      Rows of{' '}
      <Link href={runHref(run.run)} fontSize="inherit">
        the run
      </Link>{' '}
      of <Moment at={run.openedAt} />
    </>
  );
}

function List({ of: { job, tables } }: { readonly of: TablesOfJob }): ReactElement {
  return (
    <ListTable
      title="Tables"
      rows={tables}
      pageSize={50}
      columns={columnsOf(job)}
      trackBy={({ schema, table }) => JSON.stringify([schema, table])}
      find={{
        label: 'Find tables',
        noun: 'table',
        textsOf: ({ schema, table }) => [`${schema}.${table}`],
      }}
      empty="No source check and no run has seen tables of this job yet"
      noMatch="No table matches"
    />
  );
}

function columnsOf(job: string): TableProps.ColumnDefinition<Row>[] {
  return [
    {
      id: 'table',
      header: 'Table',
      minWidth: 200,
      isRowHeader: true,
      sortingComparator: (a, b) => `${a.schema}.${a.table}`.localeCompare(`${b.schema}.${b.table}`),
      cell: (row) => (
        <Link href={tableHref(job, row)}>
          <bdi className="fact">{plain(`${row.schema}.${row.table}`)}</bdi>
        </Link>
      ),
    },
    {
      id: 'rows',
      header: 'Rows',
      sortingField: 'rows',
      cell: ({ rows }) => (rows === undefined ? '–' : count(rows)),
    },
    { id: 'state', header: 'State', sortingField: 'state', cell: ({ state }) => plain(state ?? '–') },
    {
      id: 'columns',
      header: 'Columns',
      sortingField: 'columns',
      cell: ({ columns }) => (columns === undefined ? 'not seen' : count(columns)),
    },
    {
      id: 'key',
      header: 'Primary key',
      cell: ({ hasKey }) => (hasKey === undefined ? '–' : hasKey ? 'yes' : 'none'),
    },
    {
      id: 'drift',
      header: 'Changed',
      sortingField: 'drift',
      cell: ({ drift }) =>
        drift === 0 ? 'no' : <StatusIndicator type="warning">{plural(drift, 'change')}</StatusIndicator>,
    },
  ];
}
