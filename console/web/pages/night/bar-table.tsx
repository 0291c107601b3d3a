import Link from '@cloudscape-design/components/link';
import type { TableProps } from '@cloudscape-design/components/table';
import type { ReactElement } from 'react';
import { runHref } from '../../../../core/pages/hrefs';
import { ListTable } from '../../parts/list-table';
import { Moment } from '../../parts/moment';
import { duration } from '../../parts/quantities';
import { stateWord } from '../../parts/state-words';
import type { Bar } from './night';

/** Runs of the timeline in words, in the order of time. */
export function BarTable({ bars }: { readonly bars: readonly Bar[] }): ReactElement {
  return (
    <ListTable
      title="Runs"
      rows={bars}
      pageSize={50}
      columns={columns}
      trackBy={({ job, from, state }) => `${job} ${from} ${state}`}
      empty="No runs"
    />
  );
}

const columns: TableProps.ColumnDefinition<Bar>[] = [
  {
    id: 'job',
    header: 'Job',
    isRowHeader: true,
    sortingField: 'job',
    cell: ({ job, run }) => (run === undefined ? job : <Link href={runHref(run)}>{job}</Link>),
  },
  {
    id: 'from',
    header: 'Begins',
    sortingField: 'from',
    cell: ({ from }) => <Moment at={from} />,
  },
  {
    id: 'state',
    header: 'State',
    sortingField: 'state',
    cell: ({ state }) => stateWord(state),
  },
  {
    id: 'took',
    header: 'Duration',
    cell: ({ from, until, isGuess }) => (isGuess ? 'unknown' : duration(until - from)),
  },
];
