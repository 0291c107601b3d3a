import type { History } from '../../aws/history/history';
import type { JobPlan } from '../../core/planning/job-plan';
import { RunError } from '../../core/runs/record/run-error';
import type { RunRecord } from '../../core/runs/record/run-record';
import { isKeptStopped } from '../../core/runs/replication/desired-state';
import { verdictWithout } from '../../core/runs/verdict/verdict';

/** Records that the run's task outlives it. A schedule does not start a job that a person stopped. */
export async function openReplication(
  history: History,
  record: RunRecord,
  job: JobPlan,
  now: Date,
): Promise<'opened' | 'skipped'> {
  const { run, jobKey, trigger } = record;
  if (job.mode === 'full-load') return 'opened';
  if (!job.enabled)
    throw new RunError(
      'JobDisabled',
      `${jobKey} has enabled: false, so its task stays stopped; set enabled: true and deploy the department`,
    );
  const existing = await history.replication(jobKey);
  if (existing !== undefined && isKeptStopped(existing, trigger)) {
    const command = existing.seen?.status === 'gone' || existing.taskArn === undefined ? 'start' : 'resume';
    const detail = `${existing.desiredBy} stopped it at ${existing.desiredAt}; lakeferry ${command} ${jobKey} continues it`;
    await history.closeRun(run, {
      at: now.toISOString(),
      otherwise: verdictWithout('skipped', 'kept-stopped', detail),
    });
    await history.releaseLease(jobKey, run);
    await history.closeInFlightRun({ run });
    return 'skipped';
  }
  await history.recordReplication(run, job.mode, job.connection);
  await history.inFlightRunLivesOn(run, job.mode);
  return 'opened';
}
