import { z } from 'zod';
import type { Operation } from '../../../service';
import { checkArn } from '../arn';
import type { DmsParts } from '../dms-parts';
import { isOlder } from '../engine-versions';
import { invalidState } from '../faults';
import { operation } from '../operation';
import { isAtRest } from './task-status';
import { taskView } from './task-view';

/** Moves a task that does not run to another instance. Its position, statistics and slot stay. The texts are assumed. */
export function moveTask(parts: DmsParts): Operation {
  const { resources, timings, script } = parts;
  return operation(
    z.strictObject({ ReplicationTaskArn: z.string(), TargetReplicationInstanceArn: z.string() }),
    (input) => {
      const task = resources.task(checkArn(input.ReplicationTaskArn));
      const instance = resources.instance(checkArn(input.TargetReplicationInstanceArn));
      if (!isAtRest(task.status)) throw invalidState('Replication Task cannot be moved, invalid state');
      if (instance.arn === task.instanceArn)
        throw invalidState(`Replication task ${task.identifier} is on ${instance.identifier} already`);
      if (instance.status !== 'available')
        throw invalidState(
          `Replication instance ${instance.identifier} is ${instance.status}, not available`,
        );
      const versionOf = (arn: string): string => String(resources.instance(arn).shown['EngineVersion']);
      if (isOlder(versionOf(instance.arn), versionOf(task.instanceArn)))
        throw invalidState('the target replication instance has an older engine version');
      const before = task.status;
      task.status = 'moving';
      parts.after(timings.modifying, () =>
        script.leave('moving', () => {
          if (task.status !== 'moving') return;
          task.status = before;
          task.instanceArn = instance.arn;
        }),
      );
      return { ReplicationTask: taskView(parts, task, true) };
    },
  );
}
