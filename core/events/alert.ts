import { noticeStates } from '../runs/replication/replication-notice';
import type { JobChange, ReplicationChange } from './detail-types';

export { noticeStates as alertStates };
export type AlertState = (typeof noticeStates)[number];

/** Message to the alerts topic of the environment, for its operators. It is sent as JSON, for people and programs. */
export interface Alert {
  readonly environment: string;
  /** `department/job`. */
  readonly job: string;
  readonly kind: string;
  readonly state: AlertState;
  readonly detail: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Message ID, equal in each attempt to deliver. Absent in alerts that an earlier version stored. */
  readonly id?: string;
  /** Address of the page about it. Absent in an environment without `console-url`. */
  readonly page?: string;
}

/** State of a change where its message has none. */
export const usualStates: Readonly<Record<ReplicationChange | JobChange, AlertState>> = {
  up: 'cleared',
  down: 'raised',
  late: 'raised',
  'caught-up': 'cleared',
  'table-suspended': 'raised',
  'table-recovered': 'cleared',
  'table-altered': 'noted',
  'schema-drift': 'noted',
  'slot-growing': 'raised',
  'slot-normal': 'cleared',
  'reading-paused': 'raised',
  'reading-resumed': 'cleared',
  'position-lost': 'raised',
  'position-found': 'cleared',
  'check-failed': 'raised',
  'check-passed': 'cleared',
  paused: 'raised',
  unpaused: 'cleared',
  stale: 'raised',
  fresh: 'cleared',
  'lease-held': 'raised',
  'lease-released': 'cleared',
};
