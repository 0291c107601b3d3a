import { type DroppedFile, inboxFileOf, loadRunId } from '../../loads/dropped-file';
import type { LoadPlan } from '../../planning/load-plan';
import { dayOf, expiryOf } from './history-keys';
import type { RunRecord } from './run-record';
import type { TableRecord } from './table-record';
import type { FindingCode } from './verdict-shape';

/** Record of a load's run that opens now. `message` is the id of the queue's message. */
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

const retriable: readonly (FindingCode | undefined)[] = [
  'target-unreachable',
  'load-broke-off',
  'load-unsettled',
];

/** Returns true for a closed run whose file may be good. When the file is in the queue again, it is loaded again. */
export function wasGivenUp({ phases, verdict }: RunRecord): boolean {
  return phases.closed !== undefined && retriable.includes(verdict?.findings[0]?.code);
}

/** Returns true when the run was opened for this message. A redriven dead letter is a new message. */
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
