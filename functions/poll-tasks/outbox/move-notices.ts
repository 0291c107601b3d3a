import { replicationChanged } from '../../../core/events/replication-changed';
import type { EventKind } from '../../../core/runs/replication/job-event';
import type { Replication } from '../../../core/runs/replication/replication';
import { changeOf, type ReplicationChange } from '../../../core/runs/replication/replication-notice';
import type { Attempts } from '../attempts';
import type { PollPorts } from '../poll-ports';
import type { SharedPhase } from '../turns';

const atOnce = 40;

type Ports = Pick<PollPorts, 'history' | 'environment' | 'retentionDays'>;

/**
 * Moves the changes of all CDC jobs from their items to the outbox. Safe to repeat: a change that was moved before is the same
 * message, which is delivered once.
 */
export async function moveNotices(
  ports: Ports,
  attempts: Attempts,
  { turns, isLate }: SharedPhase,
): Promise<void> {
  // An item that cannot be read is reported where the poll reads it.
  const replications = await attempts.take(() => ports.history.replications(() => undefined), []);
  const noted = replications.filter(({ notices }) => notices !== undefined);
  const ordered = await turns.order('notices', noted, ({ forJob }) => forJob);
  await turns.each(ordered, { atOnce, isLate }, async (record) => {
    await attempts.do(() => moveNoticesOf(ports, record));
  });
}

async function moveNoticesOf(
  { history, environment, retentionDays }: Ports,
  record: Replication,
): Promise<void> {
  const { forJob, run, notices = [] } = record;
  for (const notice of notices) {
    const { at, detail } = notice;
    const kind = tableEvents[changeOf(notice)];
    if (kind !== undefined) await history.recordEvent(forJob, { at, kind, detail, run }, retentionDays);
    await history.enqueue(replicationChanged(environment, record, notice));
  }
  await history.forgetNotices(forJob, record);
}

/** Events in the life of a job that are recorded with their notice. The others are recorded by what caused them. */
const tableEvents: Partial<Record<ReplicationChange, EventKind>> = {
  'table-suspended': 'tables-failed',
  'table-recovered': 'tables-recovered',
  'table-altered': 'tables-altered',
};
