import Link from '@cloudscape-design/components/link';
import type { TableProps } from '@cloudscape-design/components/table';
import type { ReactElement, ReactNode } from 'react';
import { runHref } from '../../../../core/pages/hrefs';
import { ListTable } from '../../parts/list-table';
import { Moment } from '../../parts/moment';
import { duration } from '../../parts/quantities';
import { stateWord } from '../../parts/state-words';
import type { Bar, Overlap } from './night';

function jobOf({ job, run }: Bar): ReactNode {
  return run === undefined ? job : <Link href={runHref(run)}>{job}</Link>;
}

const columns: TableProps.ColumnDefinition<Overlap>[] = [
  { id: 'job', header: 'Job', isRowHeader: true, minWidth: 150, cell: ({ bar }) => jobOf(bar) },
  { id: 'at', header: 'Begins', cell: ({ bar }) => <Moment at={bar.from} /> },
  { id: 'until', header: 'Run before ends', cell: ({ before }) => <Moment at={before.until} /> },
  { id: 'by', header: 'Too early by', cell: ({ bar, before }) => duration(before.until - bar.from) },
  { id: 'state', header: 'State', cell: ({ bar }) => stateWord(bar.state) },
];

/** Times at which a job begins before its run before has ended. */
export function Overlaps({ overlaps }: { readonly overlaps: readonly Overlap[] }): ReactElement {
  return (
    <ListTable
      title="Overlaps"
      description="Times at which a job begins before its run before has ended. Such a run is skipped or waits, as overlap of the job says."
      rows={overlaps}
      pageSize={10}
      columns={columns}
      trackBy={({ bar }) => `${bar.job} ${bar.from}`}
      empty="No run begins before the one before it has ended"
    />
  );
}
