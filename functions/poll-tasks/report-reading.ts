import { replicationChanged } from '../../core/events/replication-changed';
import type { InFlightRun } from '../../core/runs/record/in-flight-run';
import type { ReadingEvent } from '../../core/runs/record/reading-event';
import type { Replication } from '../../core/runs/replication/replication';
import type { Task } from '../../core/runs/task/task';
import type { Attempts } from './attempts';
import { clearAlert, raiseAlert, recordEvent } from './notify';
import type { PollPorts } from './poll-ports';

/** Reports that DMS pauses or resumes reading for tasks of ours. A repeated event does nothing. */
export async function reportReading(
  ports: PollPorts,
  attempts: Attempts,
  { is, detail }: ReadingEvent,
  { replications, inFlightRuns }: About,
  now: Date,
): Promise<void> {
  const kind = is === 'paused' ? 'reading-paused' : 'reading-resumed';
  const change = is === 'paused' ? raiseAlert : clearAlert;
  for (const record of replications) {
    if ((record.alerts?.reading !== undefined) === (is === 'paused')) continue;
    await attempts.do(() => recordEvent(ports, record, kind, detail, now));
    await attempts.do(() => change(ports, record, 'reading', detail, now));
  }
  const loads = inFlightRuns.filter(({ livesOn }) => livesOn === undefined);
  const at = now.toISOString();
  const state = is === 'paused' ? 'raised' : 'cleared';
  for (const { forJob, run, readingPausedAt } of loads) {
    if ((readingPausedAt !== undefined) === (is === 'paused')) continue;
    const message = replicationChanged(
      ports.environment,
      { forJob, run, mode: 'full-load' },
      { kind, state, at, detail },
    );
    await attempts.do(async () => {
      await ports.history.enqueue(message);
      await ports.history.inFlightRunPausesReading(run, is === 'paused' ? at : undefined);
    });
  }
}

interface About {
  readonly replications: readonly Replication[];
  readonly inFlightRuns: readonly InFlightRun[];
}

/** Clears the alert of a task that was started again: the event of its end may be lost. */
export async function forgetPausedReading(
  ports: PollPorts,
  attempts: Attempts,
  record: Replication,
  task: Task | undefined,
  now: Date,
): Promise<void> {
  const since = record.alerts?.reading;
  if (since === undefined || task?.startedAt === undefined || task.startedAt <= since) return;
  await attempts.do(() => clearAlert(ports, record, 'reading', 'the task was started again', now));
}
