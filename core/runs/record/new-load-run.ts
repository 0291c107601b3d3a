import { type DroppedFile, inboxFileOf, loadRunId } from '../../loads/dropped-file';
import type { LoadPlan } from '../../planning/load-plan';
import { dayOf, expiryOf } from './history-keys';
import type { RunRecord, TableRecord } from './run-record';
import type { FindingCode } from './verdict-shape';

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
    execution: executionOf(message),
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

const givenUp: readonly (FindingCode | undefined)[] = ['target-unreachable', 'load-broke-off'];

/** The run of a file that nothing speaks against: when the file is in the queue again, it is tried again. */
export function wasGivenUp({ phases, verdict }: RunRecord): boolean {
  return phases.closed !== undefined && givenUp.includes(verdict?.findings[0]?.code);
}

/** Whether it was opened for that message. Who redrives a dead letter makes a new one of it. */
export function isOf(run: RunRecord, message: string): boolean {
  return run.execution === executionOf(message);
}

function executionOf(message: string): string {
  return `sqs:${message}`;
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
