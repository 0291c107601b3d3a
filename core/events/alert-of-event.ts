import { type Alert, type AlertState, usualStates } from './alert';
import type { ReplicationChange } from './detail-types';
import type { LakeferryEvent } from './event';
import { headlineOf } from './headline';
import type { MessageNotice } from './message-notice';

/** Kind of the alert about each change, under the names that the alerts topic has had since its first version. */
const kinds: Readonly<Record<ReplicationChange, string>> = {
  up: 'down',
  down: 'down',
  late: 'latency',
  'caught-up': 'latency',
  'table-suspended': 'tables',
  'table-recovered': 'tables',
  'table-altered': 'tables',
  'schema-drift': 'schema',
  'slot-growing': 'slot',
  'slot-normal': 'slot',
  'reading-paused': 'reading',
  'reading-resumed': 'reading',
  'position-lost': 'position',
  'position-found': 'position',
  'check-failed': 'check',
  'check-passed': 'check',
};

/**
 * Alert for the operators of an environment about an event. Undefined for an event that concerns the people of the department only:
 * operators get the changes of replications, and loads that failed.
 */
export function alertOf(event: LakeferryEvent, state: AlertState | undefined): Alert | undefined {
  switch (event.type) {
    case 'Lakeferry Run Ended':
      if (event.mode !== 'load' || event.outcome !== 'failed') return undefined;
      return alert(event, 'load-failed', 'raised', `${event.run}: ${event.cause}`);
    case 'Lakeferry Replication Changed':
      // The first start of a task ends no trouble.
      if (event.change === 'up' && state === 'noted') return undefined;
      return alert(event, kinds[event.change], state ?? usualStates[event.change], event.cause);
    case 'Lakeferry Job Changed':
      return undefined;
  }
}

/** Alert that replaces a message to a department whose channels are not known, because an earlier version deployed it. */
export function alertInstead(event: LakeferryEvent, notice: MessageNotice): Alert {
  const kind = event.type === 'Lakeferry Run Ended' ? `run-${event.outcome}` : event.change;
  const detail = `${headlineOf(event, notice)}: ${event.cause}; ${event.links.show}`;
  return alert(event, kind, notice === 'recovered' ? 'cleared' : 'raised', detail);
}

function alert(event: LakeferryEvent, kind: string, state: AlertState, detail: string): Alert {
  const { id, environment, department, job, at, links } = event;
  const page = links.page === undefined ? {} : { page: links.page };
  return { environment, job: `${department}/${job}`, kind, state, detail, at, id, ...page };
}
