import type { LoadPlan } from '../planning/load-plan';
import { dayOf, expiryOf } from '../runs/history-keys';
import type { RunRecord, TableRecord } from '../runs/run-record';
import { type DroppedFile, inboxFileOf, loadRunId } from './dropped-file';

/** The record of a load's run that opens now. `message` is the id of the queue's message. */
export function newLoadRun(
  dropped: DroppedFile,
  message: string,
  round: number,
  retentionDays: number,
  now: Date,
): RunRecord {
  const file = inboxFileOf(dropped);
  const [department = '', job = ''] = dropped.load.split('/');
  const openedAt = now.toISOString();
  return {
    run: loadRunId(dropped.load, file, round),
    jobKey: dropped.load,
    department,
    job,
    day: dayOf(now),
    openedAt,
    execution: `sqs:${message}`,
    plan: dropped.plan,
    trigger: {
      by: 'file',
      bucket: file.bucket,
      key: file.key,
      version: file.version,
      ...(file.size === undefined ? {} : { size: file.size }),
    },
    phases: { opened: openedAt },
    expiresAt: expiryOf(now, retentionDays),
  };
}

/** The given-up run of a file that is in the queue again. */
export function wasGivenUp({ phases, verdict }: RunRecord): boolean {
  return phases.closed !== undefined && verdict?.findings[0]?.code === 'target-unreachable';
}

export function loadedTable(
  { table }: LoadPlan,
  { rows, rejected }: { readonly rows: number; readonly rejected: number },
  bytes: number | undefined,
): TableRecord {
  return {
    schema: table.schema,
    table: table.name,
    state: 'Table completed',
    rows,
    errorRows: rejected,
    ...(bytes === undefined ? {} : { bytes }),
  };
}
