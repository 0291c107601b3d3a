import { createHash } from 'node:crypto';
import type { Random } from '../random';
import type { Call, Fault as FaultOfCall } from '../world/seam/call';
import type { DescribeFault, StatusFault } from './fault';
import type { TaskChange } from '../world/world';
import { tasksAsOf, type TaskView } from './past-tasks';

type ChangeTasks = (tasks: readonly TaskView[]) => readonly TaskView[];

/** Fault of one answer of DescribeReplicationTasks. */
export function faultOfDescribe(
  { fault, seconds }: DescribeFault,
  call: Call,
  changes: readonly TaskChange[],
  random: Random,
): FaultOfCall {
  switch (fault) {
    case 'stale-describe':
      return changing((tasks) => tasksAsOf(call.at - seconds * 1000, tasks, changes));
    case 'partial-describe':
      return changing((tasks) => tasks.filter(() => random.chance(0.5)));
    case 'empty-describe':
      // DMS has no empty list: a filter without a match is an error.
      return { lose: { name: 'ResourceNotFoundFault', message: 'No Tasks found matching given filter' } };
  }
}

/** Fault of an answer in which one of two tasks has another status than it has. */
export function faultOfStatus({ status, choice }: StatusFault): FaultOfCall {
  const isChosen = (arn: unknown): boolean => {
    const digest = createHash('md5')
      .update(`${choice} ${String(arn)}`)
      .digest();
    return (digest[0] ?? 0) % 2 === 0;
  };
  return changing((tasks) =>
    tasks.map((task) => (isChosen(task['ReplicationTaskArn']) ? { ...task, Status: status } : task)),
  );
}

function changing(change: ChangeTasks): FaultOfCall {
  return {
    change: (answer) => {
      if (typeof answer !== 'object' || answer === null || !('ReplicationTasks' in answer)) return answer;
      const tasks: unknown = answer.ReplicationTasks;
      return Array.isArray(tasks) ? { ...answer, ReplicationTasks: change(tasks) } : answer;
    },
  };
}
