import { changeModes } from '../model/mode';
import { loadHref, pageUrl, replicationHref, runHref, tableHref, todayHref } from '../pages/hrefs';
import type { LakeferryEvent } from './event';

/** Event with the link to its page. `base`: the environment's `console-url`. */
export function withPage<Event extends LakeferryEvent>(event: Event, base: string | undefined): Event {
  if (base === undefined) return event;
  return { ...event, links: { ...event.links, page: pageUrl(base, hrefOfEvent(event)) } };
}

/** Page that shows what an event is about: its load, its run, its table or its replication. */
function hrefOfEvent(event: LakeferryEvent): string {
  const job = `${event.department}/${event.job}`;
  if (event.mode === 'load') return loadHref(job);
  switch (event.type) {
    case 'Lakeferry Run Ended':
      return runHref(event.run);
    case 'Lakeferry Replication Changed':
      if (event.table !== undefined) return tableHref(job, event.table);
      return isCdc(event) ? replicationHref(job) : runHref(event.run);
    case 'Lakeferry Job Changed':
      if (isCdc(event)) return replicationHref(job);
      return event.run === undefined ? todayHref({ text: job }) : runHref(event.run);
  }
}

function isCdc({ mode }: LakeferryEvent): boolean {
  return changeModes.some((one) => one === mode);
}
