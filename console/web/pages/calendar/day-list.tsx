import Button from '@cloudscape-design/components/button';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { TableProps } from '@cloudscape-design/components/table';
import type { ReactElement } from 'react';
import type { CalendarEntry } from '../../data/queries';
import { runHref } from '../../../../core/pages/hrefs';
import { ListTable } from '../../parts/list-table';
import { dayText, Moment } from '../../parts/moment';
import { duration } from '../../parts/quantities';
import { TimeState } from '../../parts/state-words';
import { dayAfter } from './calendar-days';

interface Props {
  readonly day: string;
  readonly today: string;
  readonly entries: readonly CalendarEntry[];
  /** True while days are missing. */
  readonly isReading: boolean;
  readonly choose: (day: string) => void;
}

/** Runs and coming times of one day. */
export function DayList({ day, today, entries, isReading, choose }: Props): ReactElement {
  return (
    <ListTable
      title={dayText(day)}
      label="Runs of the day"
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <Button iconName="angle-left" ariaLabel="Day before" onClick={() => choose(dayAfter(day, -1))} />
          <Button disabled={day === today} onClick={() => choose(today)}>
            Today
          </Button>
          <Button iconName="angle-right" ariaLabel="Day after" onClick={() => choose(dayAfter(day, 1))} />
        </SpaceBetween>
      }
      rows={entries}
      pageSize={25}
      columns={columns}
      trackBy={({ job, at, run }) => `${job} ${at} ${run ?? ''}`}
      empty={isReading ? 'Days are being read' : 'No runs on this day'}
    />
  );
}

const columns: TableProps.ColumnDefinition<CalendarEntry>[] = [
  { id: 'at', header: 'Time', sortingField: 'at', cell: ({ at }) => <Moment at={at} /> },
  {
    id: 'job',
    header: 'Job',
    isRowHeader: true,
    sortingField: 'job',
    minWidth: 150,
    cell: ({ job, run }) => (run === undefined ? job : <Link href={runHref(run)}>{job}</Link>),
  },
  {
    id: 'state',
    header: 'State',
    minWidth: 140,
    sortingField: 'state',
    cell: ({ state }) => <TimeState state={state} />,
  },
  {
    id: 'local',
    header: 'In the zone of the job',
    minWidth: 150,
    cell: ({ local, timeZone }) => `${local.slice(11, 16)} ${local.slice(19).replace('Z', '')} ${timeZone}`,
  },
  {
    id: 'took',
    header: 'Took',
    cell: ({ seconds, run }) => (seconds === undefined || run === undefined ? '–' : duration(seconds * 1000)),
  },
];
