import type { ReplicationStatus } from '../../../application/replications/read-replications';
import { oneLine } from '../../output/escape-control-characters';
import { count, duration, moment, plural } from '../../output/quantities';
import { roomOf, table } from '../../output/table';
import { type Ink, inkOf, type Shell } from '../../shell';

const columns = [
  { title: 'REPLICATING', shrinks: true },
  { title: 'TASK' },
  { title: 'BEHIND', align: 'right' },
  { title: 'ROWS/MIN', align: 'right' },
  { title: 'LAST CHANGE' },
] as const;

/** One line per CDC job. */
export function showReplications(shell: Shell, all: readonly ReplicationStatus[]): string {
  const ink = inkOf(shell);
  const rows = all.map((one) => [
    one.job,
    taskText(one, ink),
    behindText(one, ink),
    one.rowsPerMinute === undefined ? '' : count(Math.round(one.rowsPerMinute)),
    one.lastChangeAt === undefined ? 'none seen' : moment(one.lastChangeAt),
  ]);
  const held = all.flatMap((one) => (one.heldBy === undefined ? [] : `${ink.cyan('held')} ${heldText(one)}`));
  return [table(columns, rows, roomOf(shell)), ...held].join('\n');
}

/** Job whose task a deployment holds: `sales/orders-live by the deployment of lakeferry-prod-sales`. */
function heldText({ job, heldBy = '' }: ReplicationStatus): string {
  return `${oneLine(job)} by the ${oneLine(heldBy)}`;
}

/** Status of the task, coloured by how well it matches the desired state. */
export function taskText({ task, desired, alerts, faulty, heldBy }: ReplicationStatus, ink: Ink): string {
  if (heldBy !== undefined) return ink.cyan(`${task}, held`);
  if (alerts.includes('down')) return ink.red(`${task}, not resumed`);
  if (task === 'running' && faulty !== undefined)
    return ink.red(`${task}, ${plural(faulty.count, 'table')} with faults`);
  if (task === 'running') return desired === 'running' ? ink.green(task) : ink.yellow(`${task}, to stop`);
  if (desired === 'stopped') return ink.yellow(task);
  return task === 'failed' || task === 'gone' ? ink.red(task) : ink.cyan(task);
}

/** Latency, red above the limit of the job; empty when it was not measured. */
export function behindText({ behindSeconds, maxLatencySeconds }: ReplicationStatus, ink: Ink): string {
  if (behindSeconds === undefined) return '';
  const text = duration(behindSeconds * 1_000);
  return behindSeconds > maxLatencySeconds ? ink.red(text) : text;
}
