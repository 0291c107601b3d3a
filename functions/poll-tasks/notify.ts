import type { EventKind } from '../../core/runs/replication/job-event';
import type { AlertKind, Replication } from '../../core/runs/replication/replication';
import { alertNotice } from '../../core/runs/replication/replication-notice';
import type { PollPorts } from './poll-ports';

type AlertedJob = Pick<Replication, 'forJob' | 'run'>;

export async function recordEvent(
  { history, retentionDays }: PollPorts,
  { forJob, run }: AlertedJob,
  kind: EventKind,
  detail: string,
  now: Date,
): Promise<void> {
  await history.recordEvent(forJob, { at: now.toISOString(), kind, detail, run }, retentionDays);
}

/** Records an alert with its notice in one write, so that neither is ever without the other. Polls deliver the notice. */
export async function raiseAlert(
  { history }: PollPorts,
  { forJob }: Pick<AlertedJob, 'forJob'>,
  kind: AlertKind,
  detail: string,
  now: Date,
): Promise<void> {
  await history.raiseAlert(forJob, kind, alertNotice(kind, 'raised', detail, now));
}

export async function clearAlert(
  { history }: PollPorts,
  { forJob }: Pick<AlertedJob, 'forJob'>,
  kind: AlertKind,
  detail: string,
  now: Date,
): Promise<void> {
  await history.clearAlert(forJob, kind, alertNotice(kind, 'cleared', detail, now));
}
