/** Log group of all tasks on the replication instance; DMS has its name from that of the instance. */
export function taskLogGroupName(instanceIdentifier: string): string {
  return `dms-tasks-${instanceIdentifier}`;
}

/** Log stream of a task, which has the last part of its ARN. */
export function taskLogStreamName(taskArn: string): string {
  return `dms-task-${taskArn.slice(taskArn.lastIndexOf(':') + 1)}`;
}
