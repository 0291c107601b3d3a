import type { Replication } from '../../../core/runs/replication/replication';
import type { Attempts } from '../attempts';
import { checkSlotAlarm } from './check-slot-alarm';
import { checkLatencyAlarm } from './monitor';
import { payNow } from '../pay-requests';
import type { PollPorts } from '../poll-ports';
import type { Supervision } from './supervision';

/** Supervises a CDC job while DMS does not describe its task: alarms, and the stop of a task that was not seen down. */
export async function superviseUnanswered(
  ports: PollPorts,
  attempts: Attempts,
  { latencies }: Supervision,
  record: Replication,
  now: Date,
): Promise<void> {
  const { taskArn, desired, seen } = record;
  await checkSlotAlarm(ports, attempts, record, now);
  if (taskArn === undefined || (seen !== undefined && seen.status !== 'running')) return;
  if (desired === 'stopped')
    await attempts.do(async () => {
      if (await payNow(ports, 'action', 1, now)) await ports.dms.stopTask(taskArn);
    });
  else await checkLatencyAlarm(ports, attempts, record, latencies.get(taskArn), now);
}
