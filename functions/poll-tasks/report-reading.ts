import { replicationChanged } from '../../core/events/replication-changed';
import type { InFlightRun } from '../../core/runs/record/in-flight-run';
import type { ReadingEvent } from '../../core/runs/record/reading-event';
import type { Replication } from '../../core/runs/replication/replication';
import type { Task } from '../../core/runs/task/task';
import type { Attempts } from './attempts';
import { clearAlert, raiseAlert, recordEvent } from './notify';
import type { PollPorts } from './poll-ports';

/** Reports that DMS pauses or resumes reading for tasks of ours. A repeated event about a CDC job does nothing. */
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
  // A full load has no item that could remember the alert.
  const loads = inFlightRuns.filter(({ livesOn }) => livesOn === undefined);
  const state = is === 'paused' ? 'raised' : 'cleared';
  const notice = { kind, state, at: now.toISOString(), detail } as const;
  for (const { forJob, run } of loads) {
    const message = replicationChanged(ports.environment, { forJob, run, mode: 'full-load' }, notice);
    await attempts.do(() => ports.history.enqueue(message));
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
