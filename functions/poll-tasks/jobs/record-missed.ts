import type { OutboxMessage } from '../../../core/events/outbox-message';
import { missedId } from '../../../core/events/outbox-message';
import { missedRun, scheduledRunId } from '../../../core/runs/job/missed-run';
import type { CheckedJob, JobPorts } from './checked-job';

/**
 * Records the due times without a run, each with its message, then the time up to which all is recorded. When the limit of the poll
 * is reached, a later poll continues there.
 */
export async function recordMissed(
  { history, retentionDays }: JobPorts,
  { job, address, state, expectation }: CheckedJob,
  { known, limit }: { readonly known: ReadonlySet<string>; readonly limit: { left: number } },
  now: Date,
): Promise<void> {
  const { key } = job.identity;
  let { scheduled } = expectation;
  for (const [index, due] of expectation.due.entries()) {
    const run = scheduledRunId(key, due.at);
    if (known.has(run) || due.at === state.lastScheduled) continue;
    if (limit.left === 0) {
      const before = expectation.due[index - 1];
      if (before === undefined || scheduled === undefined) return;
      scheduled = { ...scheduled, through: before.at };
      break;
    }
    limit.left -= 1;
    const message: OutboxMessage = {
      id: missedId(run),
      forJob: key,
      at: now.toISOString(),
      about: { kind: 'run-ended', run },
    };
    await history.enqueue(message);
    await history.openRun(missedRun(key, due, address, retentionDays, now));
  }
  await history.changeJobState(key, 'scheduled', state.scheduled, scheduled);
}
