import Link from '@cloudscape-design/components/link';
import type { TableProps } from '@cloudscape-design/components/table';
import type { ReactElement } from 'react';
import { hrefOf } from '../../../../core/pages/routes';
import { ListTable } from '../../parts/list-table';
import { dayText } from '../../parts/moment';
import { count } from '../../parts/quantities';
import { type DayOfRuns, isNotable } from './calendar-days';

interface Props {
  readonly days: readonly DayOfRuns[];
  /** True while days are missing. */
  readonly isReading: boolean;
  readonly choose: (day: string) => void;
}

/** Days with failed, missed or skipped runs, or with clock changes. */
export function NotableDays({ days, isReading, choose }: Props): ReactElement {
  const columns: TableProps.ColumnDefinition<DayOfRuns>[] = [
    {
      id: 'day',
      header: 'Day',
      minWidth: 170,
      isRowHeader: true,
      sortingField: 'day',
      cell: ({ day }) => (
        <Link
          href={hrefOf('calendar', {}, { day })}
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
    <ListTable
      title="Days to check"
      rows={days.filter(isNotable)}
      pageSize={10}
      columns={columns}
      trackBy="day"
      empty={isReading ? 'Days are being read' : 'No failed, missed or skipped runs, and no clock changes'}
    />
  );
}
