import { replaceTask } from '../../core/checks/position/after-deletion';
import type { SourceConnection } from '../../core/planning/connection-plan';
import { RunError } from '../../core/runs/record/run-error';
import { describeSlots, slotFindings } from '../../core/runs/replication/slot-findings';
import type { CheckSourcePorts } from './check-ports';
import type { SourceDatabase } from './source-database';

interface JobOfSlots {
  readonly jobKey: string;
  readonly run: string;
  readonly source: Pick<SourceConnection, 'engine' | 'connectionAttributes'>;
}

/**
 * Checks whether a PostgreSQL source still has the log that the task of a CDC job needs. It also
 * drops slots of the job's former tasks (docs/pitfalls.md#replication-slots-fill-the-disk).
 * @throws RunError `PositionGone`
 */
export async function checkSlots(
  { history, slotsOf, retentionDays }: CheckSourcePorts,
  source: SourceDatabase,
  { jobKey, run, source: connection }: JobOfSlots,
  now: Date,
): Promise<string> {
  const database = slotsOf(source);
  const at = now.toISOString();
  const known = await history.replication(jobKey);
  const findings = slotFindings(await database.slots(), known ?? {}, now);
  const { own, toDrop, gone } = findings;
  if (own !== undefined) await history.recordSeen(jobKey, { slot: { ...own, at } });
  if (gone !== undefined)
    throw new RunError(
      'PositionGone',
      `${gone}; ${replaceTask({ job: jobKey, mode: known?.mode ?? 'cdc', ...connection })}`,
    );
  for (const { name } of toDrop) await database.drop(name);
  if (toDrop.length > 0) {
    const detail = `${toDrop.map(({ name }) => name).join(', ')} of a task that no longer exists`;
    await history.recordEvent(jobKey, { at, kind: 'slot-dropped', detail, run }, retentionDays);
  }
  return describeSlots(findings);
}
