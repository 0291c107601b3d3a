/**
 * Statuses of a DMS replication task, with the few kinds that decisions distinguish. Source: ReplicationTask.Status in the API
 * reference, where it is a plain string
 * (https://docs.aws.amazon.com/dms/latest/APIReference/API_ReplicationTask.html).
 */
const kinds = {
  creating: 'changing',
  ready: 'ready',
  starting: 'starting',
  running: 'running',
  stopping: 'stopping',
  stopped: 'down',
  failed: 'down',
  modifying: 'changing',
  moving: 'changing',
  'failed-move': 'down',
  testing: 'changing',
  deleting: 'deleting',
} as const satisfies Record<string, StatusKind>;

/** Status that the guide documents. */
export type TaskStatus = keyof typeof kinds;

/**
 * - `changing`: DMS creates, modifies, moves or tests the task and accepts no other order (a task that moves can be deleted)
 * - `ready`: made, and never started since
 * - `starting`, `running`, `stopping`: as DMS says
 * - `down`: it ran or should have run, and can be started again; whether it stopped or failed is in the status
 * - `deleting`: it will be gone soon, and cannot be kept
 * - `unknown`: a status that the guide does not document, about which nothing may be assumed
 */
export type StatusKind =
  | 'changing'
  | 'ready'
  | 'starting'
  | 'running'
  | 'stopping'
  | 'down'
  | 'deleting'
  | 'unknown';

export const taskStatuses: readonly TaskStatus[] = Object.keys(kinds).filter(isTaskStatus);

export function isTaskStatus(status: string): status is TaskStatus {
  return Object.hasOwn(kinds, status);
}

export function kindOf(status: string): StatusKind {
  return isTaskStatus(status) ? kinds[status] : 'unknown';
}
