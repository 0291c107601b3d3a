import { createEvents, type EventAttributes } from 'ics';
import type { DeployedCalendar } from '../../../application/environments/read-calendar';
import type { CalendarEntry } from '../../../core/runs/job/calendar';
import { oneLine } from '../../output/escape-control-characters';

const shortestSeconds = 60;

/** Calendar as a file that calendar programs read: iCalendar (RFC 5545), with times in UTC. */
export function calendarFile({ environment, entries }: DeployedCalendar): string {
  const events = entries.map((entry) => eventOf(environment, entry));
  const { error, value } = createEvents(events, {
    calName: `Lakeferry ${environment}`,
    productId: 'lakeferry',
  });
  if (error !== null) throw error;
  return value ?? '';
}

function eventOf(environment: string, entry: CalendarEntry): EventAttributes {
  const { job, at, local, timeZone, state, run, seconds = 0 } = entry;
  return {
    uid: `${environment}.${job.replace('/', '.')}.${at}@lakeferry`,
    title: oneLine(state === 'planned' ? job : `${job}: ${state}`),
    description: `${local} in ${timeZone}${run === undefined ? '' : `\nlakeferry show ${run}`}`,
    start: Date.parse(at),
    startInputType: 'utc',
    startOutputType: 'utc',
    duration: { seconds: Math.max(seconds, shortestSeconds) },
    status: state === 'disabled' || state === 'paused' || state === 'cancelled' ? 'CANCELLED' : 'CONFIRMED',
    busyStatus: 'FREE',
    transp: 'TRANSPARENT',
  };
}
