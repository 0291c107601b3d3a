import type { TaskChange } from '../world/world';

/** Answer of DescribeReplicationTasks about one task. */
export type TaskView = Readonly<Record<string, unknown>>;

/** Tasks as they were at a time, in milliseconds since 1970. Those that did not exist yet are left out. */
export function tasksAsOf(
  at: number,
  tasks: readonly TaskView[],
  changes: readonly TaskChange[],
): readonly TaskView[] {
  return tasks.flatMap((task) => {
    const then = changes.findLast((one) => one.at <= at && one.task.arn === task['ReplicationTaskArn'])?.task;
    if (then === undefined) return [];
    const { StopReason: _, LastFailureMessage: __, ReplicationTaskStartDate: ___, ...rest } = task;
    const stats = isRecord(rest['ReplicationTaskStats']) ? rest['ReplicationTaskStats'] : {};
    const { StartDate: ____, StopDate: _____, FullLoadFinishDate: ______, ...figures } = stats;
    return [
      {
        ...rest,
        Status: then.status,
        ...(then.stopReason === undefined ? {} : { StopReason: then.stopReason }),
        ...(then.startedAt === undefined ? {} : { ReplicationTaskStartDate: new Date(then.startedAt) }),
        ReplicationTaskStats: {
          ...figures,
          ...(then.startedAt === undefined ? {} : { StartDate: new Date(then.startedAt) }),
          ...(then.stoppedAt === undefined ? {} : { StopDate: new Date(then.stoppedAt) }),
        },
      },
    ];
  });
}

function isRecord(value: unknown): value is TaskView {
  return typeof value === 'object' && value !== null;
}
