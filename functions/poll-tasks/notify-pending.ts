import { cutText } from '../../core/cut-text';
import { expiredAlert, isAlertExpired, type PendingAlert } from '../../core/runs/record/pending-alert';
import type { PollPorts } from './poll-ports';
import type { SharedPhase } from './turns';

/**
 * Sends the alerts that an earlier version stored. One that cannot be sent stops no other, and waits for the next poll. After an
 * hour, an alert of few words replaces it. While alerts are refused, each poll fails, which raises the alarm about polls.
 * @throws an error when alerts were refused
 */
export async function notifyPending(
  ports: PendingPorts,
  { turns, isLate }: SharedPhase,
  now: Date,
): Promise<void> {
  const refused: string[] = [];
  const pending = await turns.order('alerts', await ports.history.pendingAlerts(), ({ run }) => run);
  await turns.each(pending, { atOnce: 1, isLate }, (alert) =>
    orLog(ports, alert, () => send(ports, alert, now), refused),
  );
  if (refused.length > 0) throw new Error(`${refused.length} alerts could not be sent: ${refused.at(-1)}`);
}

type PendingPorts = Pick<PollPorts, 'history' | 'alerts' | 'environment' | 'retentionDays' | 'log'>;

async function send(ports: PendingPorts, alert: PendingAlert, now: Date): Promise<void> {
  const { history, alerts, environment, retentionDays } = ports;
  const { run, forJob, kind, detail, at } = alert;
  const about = { environment, job: forJob, at } as const;
  try {
    await alerts.notify({ ...about, kind, state: 'raised', detail });
  } catch (error) {
    if (!isAlertExpired(alert, now)) throw error;
    const text = expiredAlert(alert, cutText(String(error), 1000));
    await alerts.notify({ ...about, kind: 'alert-expired', state: 'raised', detail: text });
    const event = { at: now.toISOString(), kind: 'alert-expired', detail: text, run } as const;
    await orLog(ports, alert, () => history.recordEvent(forJob, event, retentionDays), []);
  }
  await history.forgetAlert(run);
}

async function orLog(
  { log }: PendingPorts,
  { run, forJob: job }: PendingAlert,
  work: () => Promise<void>,
  refused: string[],
): Promise<void> {
  try {
    await work();
  } catch (error) {
    refused.push(String(error));
    log.error('an alert was not sent', { run, job, problem: cutText(String(error), 1000) });
  }
}
