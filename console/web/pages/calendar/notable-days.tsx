import { useCollection } from '@cloudscape-design/collection-hooks';
import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { ReactElement } from 'react';
import { dayText } from '../../parts/moment';
import { PageNumbers } from '../../parts/page-numbers';
import { count } from '../../parts/quantities';
import { type DayOfRuns, isNotable } from './calendar-days';

const pageSize = 10;

interface Props {
  readonly days: readonly DayOfRuns[];
  readonly choose: (day: string) => void;
}

/** Days with failed, missed or skipped runs, or with clock changes. */
export function NotableDays({ days, choose }: Props): ReactElement {
  const notable = days.filter(isNotable);
  const { items, collectionProps, paginationProps } = useCollection(notable, {
    pagination: { pageSize },
    sorting: {},
  });
  const columns: TableProps.ColumnDefinition<DayOfRuns>[] = [
    {
      id: 'day',
      header: 'Day',
      minWidth: 170,
      isRowHeader: true,
      sortingField: 'day',
      cell: ({ day }) => (
        <Link
          href={`#/calendar?day=${day}`}
          onFollow={(event) => {
            event.preventDefault();
            choose(day);
          }}
        >
          {dayText(day)}
        </Link>
      ),
    },
    ...(['failed', 'missed', 'skipped'] as const).map((group) => ({
      id: group,
      header: group === 'failed' ? 'Failed' : group === 'missed' ? 'Missed' : 'Skipped',
      cell: ({ counts }: DayOfRuns) => (counts[group] === 0 ? '–' : count(counts[group])),
      sortingComparator: (a: DayOfRuns, b: DayOfRuns) => a.counts[group] - b.counts[group],
    })),
    {
      id: 'clocks',
      header: 'Clocks',
      cell: ({ clockChanges }) => (clockChanges === 0 ? '–' : 'change'),
    },
  ];
  return (
    <Table
      {...collectionProps}
      items={items}
      trackBy="day"
      wrapLines
      columnDefinitions={columns}
      header={
        <Header variant="h2" counter={`(${notable.length})`}>
          Days to check
        </Header>
      }
      empty={<Box textAlign="center">No failed, missed or skipped runs, and no clock changes</Box>}
      ariaLabels={{ tableLabel: 'Days to check' }}
      pagination={notable.length > pageSize ? <PageNumbers {...paginationProps} /> : undefined}
    />
  );
}
