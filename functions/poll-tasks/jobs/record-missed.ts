import type { OutboxMessage } from '../../../core/events/outbox-message';
import { missedId } from '../../../core/events/outbox-message';
import { missedRun, scheduledRunId } from '../../../core/runs/job/missed-run';
import type { CheckedJob, JobPorts } from './check-jobs';

/** Records the due times without a run, each with its message, then the time up to which all is recorded. */
export async function recordMissed(
  { history, retentionDays }: JobPorts,
  { job, address, state, expectation }: CheckedJob,
  known: ReadonlySet<string>,
  now: Date,
): Promise<void> {
  const { key } = job.identity;
  for (const due of expectation.due) {
    const run = scheduledRunId(key, due.at);
    if (known.has(run) || due.at === state.lastScheduled) continue;
    const message: OutboxMessage = {
      id: missedId(run),
      forJob: key,
      at: now.toISOString(),
      about: { kind: 'run-ended', run },
    };
    await history.enqueue(message);
    await history.openRun(missedRun(key, due, address, retentionDays, now));
  }
  await history.changeJobState(key, 'scheduled', state.scheduled, expectation.scheduled);
}
