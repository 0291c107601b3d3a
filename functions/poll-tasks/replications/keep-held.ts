import { type Hold, holdEnd } from '../../../core/runs/admission/hold';
import type { Replication } from '../../../core/runs/replication/replication';
import type { ReplicationStep } from '../../../core/runs/replication/replication-step';
import { recordEvent } from '../notify';
import type { PollPorts } from '../poll-ports';

/**
 * Records that a hold stops the task, before it is stopped, so that people see why it is down, and the next poll after the hold
 * resumes it. Forgets it when the task runs again, or is not to be resumed.
 */
export async function keepHeld(
  ports: PollPorts,
  record: Replication,
  step: ReplicationStep,
  hold: Hold | undefined,
  now: Date,
): Promise<void> {
  const { history } = ports;
  if (step.do === 'hold' && hold !== undefined && record.held === undefined) {
    await history.recordHeldTask(record.forJob, { reason: hold.reason, since: now.toISOString() });
    const detail = `the task is stopped for the ${hold.reason}, ${holdEnd(hold)} at the latest`;
    await recordEvent(ports, record, 'held', detail, now);
  }
  const mayResume = step.do === 'wait' || step.do === 'resume';
  if (record.held !== undefined && hold === undefined && !mayResume)
    await history.forgetHeldTask(record.forJob);
}
