import type { DeployedCalendar } from '../../../application/environments/read-calendar';
import type { CalendarEntry } from '../../../core/runs/job/calendar';
import { duration } from '../../output/quantities';
import { outcomeText } from '../../output/run-list';
import { roomOf, table } from '../../output/table';
import { type Ink, inkOf, type Shell } from '../../shell';

/** Times by day. The local time has its offset, because a clock change may lie within the days. */
export function calendarText(calendar: DeployedCalendar, shell: Shell): string {
  const { environment, entries, shortened, isPastShortened } = calendar;
  if (entries.length === 0)
    return [`${environment}: no runs and no schedules in these days`, ...unreadLines(calendar)].join('\n');
  const ink = inkOf(shell);
  const rows = entries.map((entry) => [
    entry.at.slice(0, 16).replace('T', ' '),
    `${entry.local.slice(11, 16)}${entry.local.slice(19)}`,
    entry.job,
    stateText(entry, ink),
    entry.seconds === undefined ? '' : duration(entry.seconds * 1000),
  ]);
  const columns = [
    { title: 'UTC' },
    { title: 'LOCAL' },
    { title: 'JOB', shrinks: true },
    { title: 'STATE' },
    { title: 'TOOK', align: 'right' },
  ] as const;
  const notes = [
    ...(isPastShortened ? ['the oldest past runs are left out: ask for fewer days, or one job'] : []),
    ...(shortened.length === 0 ? [] : [`later times of ${shortened.join(', ')} are left out`]),
    ...unreadLines(calendar),
  ];
  return [table(columns, rows, roomOf(shell)), ...notes].join('\n');
}

export function unreadLines({ unread }: Pick<DeployedCalendar, 'unread'>): readonly string[] {
  return unread.length === 0
    ? []
    : [`not shown: ${unread.join(', ')}, whose plans cannot be read: deploy again, or check your role`];
}

function stateText({ state }: CalendarEntry, ink: Ink): string {
  switch (state) {
    case 'planned':
      return 'planned';
    case 'overlapping':
      return ink.yellow('overlaps');
    case 'paused':
    case 'disabled':
      return ink.yellow(state);
    default:
      return outcomeText({ state }, ink);
  }
}
