import type { EventKind } from '../../core/runs/replication/job-event';
import type { AlertKind, Replication } from '../../core/runs/replication/replication';
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

/** Notifies first and records after: an alert that is sent twice does less harm than one that is lost. */
export async function raiseAlert(
  { alerts, history, environment }: PollPorts,
  { forJob }: AlertedJob,
  kind: AlertKind,
  detail: string,
  now: Date,
): Promise<void> {
  const at = now.toISOString();
  await alerts.notify({ environment, job: forJob, kind, state: 'raised', detail, at });
  await history.raiseAlert(forJob, kind, at);
}

export async function clearAlert(
  { alerts, history, environment }: PollPorts,
  { forJob }: AlertedJob,
  kind: AlertKind,
  detail: string,
  now: Date,
): Promise<void> {
  await alerts.notify({ environment, job: forJob, kind, state: 'cleared', detail, at: now.toISOString() });
  await history.clearAlert(forJob, kind);
}
