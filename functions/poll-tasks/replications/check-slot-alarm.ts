import type { Replication } from '../../../core/runs/replication/replication';
import { slotAlarm } from '../../../core/runs/replication/slot-findings';
import type { Attempts } from '../attempts';
import { clearAlert, raiseAlert, recordEvent } from '../notify';
import type { PollPorts } from '../poll-ports';

/** Raises or clears the alarm about the log that the source keeps for the slot. CheckSource measures it, but cannot reach SNS. */
export async function checkSlotAlarm(
  ports: PollPorts,
  attempts: Attempts,
  record: Replication,
  now: Date,
): Promise<void> {
  const { slot } = record;
  const alarm = slotAlarm(record);
  if (slot === undefined || alarm === 'none') return;
  const detail = `the source keeps ${slot.lagBytes} bytes of log for slot ${slot.name}`;
  const [kind, change] =
    alarm === 'raise' ? (['slot-lag', raiseAlert] as const) : (['slot-well', clearAlert] as const);
  await attempts.do(() => recordEvent(ports, record, kind, detail, now));
  await attempts.do(() => change(ports, record, 'slot', detail, now));
}
