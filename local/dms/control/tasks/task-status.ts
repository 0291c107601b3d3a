/** Statuses of a task, in the order of its life. The transitions are documented in BEHAVIOUR.md. */
export const taskStatuses = [
  'creating',
  'ready',
  'starting',
  'running',
  'stopping',
  'stopped',
  'failed',
  'modifying',
  'moving',
  'deleting',
] as const;
export type TaskStatus = (typeof taskStatuses)[number];

/** True for a status in which a task can be started, modified and deleted. */
export function isAtRest(status: TaskStatus): boolean {
  return status === 'ready' || status === 'stopped' || status === 'failed';
}
