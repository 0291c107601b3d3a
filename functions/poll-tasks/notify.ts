import type { AlertKind, EventKind, Replication } from '../../core/runs/replication/replication';
import type { PollPorts } from './poll-ports';

type Told = Pick<Replication, 'forJob' | 'run'>;

export async function tell(
  { history, retentionDays }: PollPorts,
  { forJob, run }: Told,
  kind: EventKind,
  detail: string,
  now: Date,
): Promise<void> {
  await history.recordEvent(forJob, { at: now.toISOString(), kind, detail, run }, retentionDays);
}

/** Told first and written down after: an alert that is told twice does less harm than one that is not. */
export async function raise(
  { alerts, history, environment }: PollPorts,
  { forJob }: Told,
  kind: AlertKind,
  detail: string,
  now: Date,
): Promise<void> {
  const at = now.toISOString();
  await alerts.tell({ environment, job: forJob, kind, state: 'raised', detail, at });
  await history.raiseAlert(forJob, kind, at);
}

export async function clear(
  { alerts, history, environment }: PollPorts,
  { forJob }: Told,
  kind: AlertKind,
  detail: string,
  now: Date,
): Promise<void> {
  await alerts.tell({ environment, job: forJob, kind, state: 'cleared', detail, at: now.toISOString() });
  await history.clearAlert(forJob, kind);
}
