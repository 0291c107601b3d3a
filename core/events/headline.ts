import type { Outcome } from '../runs/record/verdict-shape';
import type { JobChange, ReplicationChange } from './detail-types';
import type { LakeferryEvent } from './event';
import type { MessageNotice, Streak } from './message-notice';

/** One line that says what happened to which job, such as `sales/orders-daily failed`. */
export function headlineOf(event: LakeferryEvent, notice: MessageNotice, streak?: Streak): string {
  return `${event.department}/${event.job} ${newsOf(event, notice, streak)}`;
}

function newsOf(event: LakeferryEvent, notice: MessageNotice, streak: Streak | undefined): string {
  switch (event.type) {
    case 'Lakeferry Run Ended':
      if (notice === 'recovered') return 'recovered';
      return `${notice === 'reminder' ? 'still ' : ''}${outcomes[event.outcome]}${lasting(notice, streak)}`;
    case 'Lakeferry Replication Changed':
      return replicationChanges[event.change];
    case 'Lakeferry Job Changed':
      return jobChanges[event.change];
  }
}

function lasting(notice: MessageNotice, streak: Streak | undefined): string {
  if (notice !== 'reminder' || streak === undefined) return '';
  const runs = streak.attempts === 1 ? '1 run' : `${streak.attempts} runs`;
  return ` since ${streak.since.slice(0, 10)} (${runs})`;
}

const outcomes: Readonly<Record<Outcome, string>> = {
  succeeded: 'succeeded',
  'succeeded-with-table-errors': 'loaded only some tables',
  failed: 'failed',
  resource: 'failed: the replication instance is too small',
  stopped: 'was stopped',
  skipped: 'was skipped',
  cancelled: 'was cancelled',
  missed: 'did not start',
};

const replicationChanges: Readonly<Record<ReplicationChange, string>> = {
  up: 'replicates again',
  down: 'does not replicate',
  late: 'is late',
  'caught-up': 'caught up',
  'table-suspended': 'lost a table: DMS suspended it',
  'table-recovered': 'has all its tables again',
  'table-altered': 'has a table that was altered at the source',
  'schema-drift': 'has tables whose columns changed',
  'slot-growing': 'makes the source keep its log',
  'slot-normal': 'no longer makes the source keep its log',
  'reading-paused': 'paused reading from the source',
  'reading-resumed': 'reads from the source again',
  'position-lost': 'cannot continue: the source removed its log',
  'position-found': 'can continue: the source has its log',
  'check-failed': 'has slots that cannot be checked',
  'check-passed': 'has slots that can be checked again',
};

const jobChanges: Readonly<Record<JobChange, string>> = {
  paused: 'is paused',
  unpaused: 'is no longer paused',
  stale: 'has data that is too old',
  fresh: 'has fresh data again',
  'lease-held': 'has a run that blocks the next ones',
  'lease-released': 'no longer has a run that blocks the next ones',
};
