import type { JobEvent } from '../../core/runs/replication/job-event';
import type { DeployedEnvironment } from '../environments/deployed-environment';

const secondsPerDay = 86_400;
/** Days, for a job without a run that says how long its history is kept. */
const retentionWithoutRuns = 90;

/** Records what a person did to a job. The event expires when the job's runs do. */
export async function recordEvent(
  { history }: Pick<DeployedEnvironment, 'history'>,
  job: string,
  event: JobEvent,
): Promise<void> {
  const [newest] = await history.runsOfJob(job, { limit: 1, now: new Date(event.at) });
  const retention =
    newest === undefined
      ? retentionWithoutRuns
      : Math.round((newest.expiresAt - Date.parse(newest.openedAt) / 1_000) / secondsPerDay);
  await history.recordEvent(job, event, retention);
}
