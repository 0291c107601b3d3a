import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { actions, contentOf } from '../../data/client';
import { useAbout } from '../../data/queries';
import { isReport } from '../../data/report';
import { type Snapshots as Listed, useSnapshots } from '../../data/table-queries';
import { Answer } from '../../parts/answer';
import { Confirm } from '../../parts/confirm';
import { jobParts, runHref } from '../../../../core/pages/hrefs';
import { Moment } from '../../parts/moment';
import { plain } from '../../parts/plain-text';
import { bytes, count, plural } from '../../parts/quantities';

type Snapshot = Listed['snapshots'][number];

/** Snapshots that the job keeps. Readers can be moved to each of them. */
export function Snapshots({ job }: { readonly job: string }): ReactElement {
  const query = useSnapshots(job);
  return <Answer query={query}>{(listed) => <List listed={listed} />}</Answer>;
}

function List({ listed }: { readonly listed: Listed }): ReactElement {
  const { data: about } = useAbout();
  const [asked, ask] = useState<Snapshot | undefined>();
  const mayAct = !isReport && about?.actions === true;
  return (
    <>
      <Table
        items={[...listed.snapshots]}
        trackBy="snapshot"
        columnDefinitions={mayAct ? [...columns, actionColumn(ask)] : columns}
        wrapLines
        header={
          <Header
            variant="h2"
            counter={`(${listed.snapshots.length})`}
            description={<RolledBack listed={listed} />}
          >
            Snapshots of the job
          </Header>
        }
        empty={<Box textAlign="center">The job has published no snapshot yet</Box>}
        ariaLabels={{ tableLabel: 'Snapshots' }}
      />
      {asked === undefined ? null : <RollBack job={listed.job} to={asked} close={() => ask(undefined)} />}
    </>
  );
}

function RolledBack({ listed: { pointer } }: { readonly listed: Listed }): ReactElement {
  const back = pointer?.rolledBack;
  if (back === undefined) return <>A snapshot has all tables of one load. Readers have the current one.</>;
  return (
    <>
      {plain(back.by)} moved readers back from {plain(back.from)} at <Moment at={back.at} />. The next run
      moves them forward.
    </>
  );
}

interface RollBackProps {
  readonly job: string;
  readonly to: Snapshot;
  readonly close: () => void;
}

function RollBack({ job, to, close }: RollBackProps): ReactElement {
  const queries = useQueryClient();
  const act = async (): Promise<void> => {
    const route = actions.jobs[':department'][':job'].rollback;
    await contentOf<unknown>(route.$post({ param: jobParts(job), json: { to: to.snapshot } }));
    await queries.invalidateQueries();
  };
  return (
    <Confirm question="Move readers to this snapshot?" action="Move readers" act={act} close={close}>
      Readers of all {plural(to.tables, 'table')} of {job} get the {count(to.rows)} rows of the run that began
      at <Moment at={to.openedAt} form="precise" />, at once. No file is deleted: readers can be moved forward
      again, and the next run of the job does so. The history keeps who moved them.
    </Confirm>
  );
}

const columns: TableProps.ColumnDefinition<Snapshot>[] = [
  {
    id: 'run',
    header: 'Run',
    isRowHeader: true,
    minWidth: 130,
    cell: ({ run, openedAt }) => (
      <Link href={runHref(run)}>
        <Moment at={openedAt} />
      </Link>
    ),
  },
  {
    id: 'current',
    header: 'Readers',
    cell: ({ current }) => (current ? <StatusIndicator type="success">have this one</StatusIndicator> : '–'),
  },
  { id: 'tables', header: 'Tables', cell: ({ tables }) => count(tables) },
  { id: 'rows', header: 'Rows', cell: ({ rows }) => count(rows) },
  {
    id: 'size',
    header: 'Size',
    cell: ({ bytes: size, files }) => `${bytes(size)} in ${plural(files, 'file')}`,
  },
  {
    id: 'snapshot',
    header: 'Snapshot',
    minWidth: 180,
    cell: ({ snapshot }) => <span className="fact">{snapshot}</span>,
  },
];

function actionColumn(ask: (snapshot: Snapshot) => void): TableProps.ColumnDefinition<Snapshot> {
  return {
    id: 'action',
    header: 'Action',
    cell: (snapshot) =>
      snapshot.current ? (
        '–'
      ) : (
        <Button
          variant="inline-link"
          ariaLabel={`Move readers to ${snapshot.snapshot}`}
          onClick={() => ask(snapshot)}
        >
          Move readers
        </Button>
      ),
  };
}
