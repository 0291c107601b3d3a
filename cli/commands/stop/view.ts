import type { StoppedReplication } from '../../../application/replications/stop-replication';

export function showStopped(
  { job, status, checkpoint, next }: StoppedReplication,
  isDeleted: boolean,
): string {
  const position =
    checkpoint === undefined
      ? 'no checkpoint is stored yet: DMS shows it once the task is down, and the next poll stores it'
      : `checkpoint stored: ${checkpoint.checkpoint}`;
  const back = next ?? `lakeferry ${status === 'gone' ? 'start' : 'resume'} ${job} continues it`;
  return [head(job, status, isDeleted), position, back].join('\n');
}

function head(job: string, status: string, isDeleted: boolean): string {
  switch (status) {
    case 'stopping':
    case 'stopped':
      return `${job} is ${status}`;
    case 'gone':
      return isDeleted
        ? `the task of ${job} is deleted`
        : `${job} has no task, and none is created until it is started`;
    default:
      return `${job} stays down; its task is ${status}`;
  }
}
