import { useCollection } from '@cloudscape-design/collection-hooks';
import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import Table from '@cloudscape-design/components/table';
import type { ReactElement } from 'react';
import { Moment } from '../../parts/moment';
import { PageNumbers } from '../../parts/page-numbers';
import { duration } from '../../parts/quantities';
import { stateWord } from '../../parts/state-words';
import type { Bar } from './night';

const pageSize = 50;

/** Runs of the timeline in words, in the order of time. */
export function BarTable({ bars }: { readonly bars: readonly Bar[] }): ReactElement {
  const { items, collectionProps, paginationProps } = useCollection(bars, {
    pagination: { pageSize },
    sorting: {},
  });
  return (
    <Table
      {...collectionProps}
      items={items}
      trackBy={({ job, from, state }) => `${job} ${from} ${state}`}
      header={
        <Header variant="h2" counter={`(${bars.length})`}>
          Runs
        </Header>
      }
      empty={<Box textAlign="center">No runs</Box>}
      ariaLabels={{ tableLabel: 'Runs' }}
      pagination={bars.length > pageSize ? <PageNumbers {...paginationProps} /> : undefined}
      columnDefinitions={[
        {
          id: 'job',
          header: 'Job',
          isRowHeader: true,
          sortingField: 'job',
          cell: ({ job, run }) => (run === undefined ? job : <Link href={`#/runs/${run}`}>{job}</Link>),
        },
        {
          id: 'from',
          header: 'Begins',
          sortingField: 'from',
          cell: ({ from }) => <Moment at={new Date(from).toISOString()} />,
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
      ]}
    />
  );
}
