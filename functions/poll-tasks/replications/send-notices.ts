import type { Replication } from '../../../core/runs/replication/replication';
import type { TableNotice } from '../../../core/runs/replication/tables/monitored-tables';
import type { Attempts } from '../attempts';
import type { PollPorts } from '../poll-ports';

/** Sends the notices of a job, each as an event and an alert. Returns those that could not be sent: they stay for the next poll. */
export async function sendNotices(
  ports: PollPorts,
  attempts: Attempts,
  { forJob, run, notices = [] }: Pick<Replication, 'forJob' | 'run' | 'notices'>,
): Promise<readonly TableNotice[]> {
  if (notices.length === 0) return [];
  const kept: TableNotice[] = [];
  for (const notice of notices) {
    const { kind, state, at, detail } = notice;
    await attempts.do(() =>
      ports.history.recordEvent(forJob, { at, kind, detail, run }, ports.retentionDays),
    );
    const alert = { environment: ports.environment, job: forJob, kind: 'tables', state, detail, at };
    if (!(await attempts.do(() => ports.alerts.notify(alert)))) kept.push(notice);
  }
  if (kept.length === notices.length) return notices;
  const isKept = await attempts.do(() => ports.history.forgetNotices(forJob, kept, notices));
  return isKept ? kept : notices;
}
