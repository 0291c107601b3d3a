import { z } from 'zod';
import type { Operation } from '../../../service';
import { unsupported } from '../../../unsupported';
import { checkArn } from '../arn';
import type { DmsParts } from '../dms-parts';
import { invalidState, invalidValue } from '../faults';
import { operation, optional } from '../operation';
import type { Task, TaskRun } from '../resources';
import { runTask } from '../running/run-task';
import type { TaskOutcome } from '../running/task-outcome';
import { taskEnds, taskRuns } from '../../task-log-lines';
import { newRun } from './new-run';
import { assertStartType, assertTested } from './start-checks';
import { assertStartPosition, startFields } from './start-position';
import { readStopPosition } from './stop-position';
import { isAtRest } from './task-status';
import { taskView } from './task-view';

const taskArn = z.strictObject({ ReplicationTaskArn: z.string() });

/**
 * Start, Stop and ReloadTables. `endTask` ends a running task by itself. `stopAll` stops every load, and resolves when none runs
 * any more.
 */
export function taskRunOperations(parts: DmsParts): {
  readonly operations: Readonly<Record<string, Operation>>;
  endTask(arn: string, outcome: TaskOutcome): boolean;
  stopAll(): Promise<void>;
} {
  const { context, timings, resources, script, events, logs } = parts;
  // Each promise settles when its load has ended, for whatever reason.
  const loads = new Map<TaskRun, Promise<void>>();
  const ends = new Map<TaskRun, TaskOutcome>();

  const end = (task: Task, run: TaskRun, { status, stopReason, lastFailure }: TaskOutcome): void => {
    task.status = status;
    task.stopReason = stopReason;
    task.lastFailure = lastFailure;
    run.stoppedAt = context.clock.now();
    task.metrics.end(run.stoppedAt);
    loads.delete(run);
    ends.delete(run);
    logs.write(task, ...taskEnds(task.identifier, status === 'failed' ? lastFailure : undefined));
    if (status === 'failed')
      events.task(task, 'FAILED', `Replication task has failed.\nReason: ${stopReason}.`);
    else events.task(task, 'STOPPED', 'Replication task stopped');
  };
  const begin = (task: Task, run: TaskRun, type: string): void => {
    task.status = 'running';
    task.metrics.begin(context.clock.now());
    logs.write(task, taskRuns(task.identifier, task.migrationType, type === 'resume-processing'));
    const flag = type === 'resume-processing' ? 'resume' : 'fresh start';
    events.task(task, 'STARTED', `Replication task started, with flag, ${flag}`);
    const load = runTask(parts, task, run).then((outcome) =>
      script.leave('running', () => {
        // A stop that came in between ends the task itself.
        if (task.run === run && task.status === 'running') end(task, run, ends.get(run) ?? outcome);
      }),
    );
    loads.set(run, load);
  };
  const operations: Readonly<Record<string, Operation>> = {
    StartReplicationTask: operation(
      taskArn.extend({
        StartReplicationTaskType: z.enum(['start-replication', 'resume-processing', 'reload-target']),
        ...startFields,
      }),
      ({ ReplicationTaskArn, StartReplicationTaskType: type, ...start }) => {
        const task = resources.task(checkArn(ReplicationTaskArn));
        if (!isAtRest(task.status)) throw invalidState('Replication Task cannot be started, invalid state');
        assertStartType(task, type, start.CdcStartPosition);
        assertStartPosition(task.migrationType, start);
        assertTested(parts, task);
        task.stopPosition = readStopPosition(start.CdcStopPosition) ?? task.stopPosition;
        const run = newRun(task, type, start.CdcStartPosition, context.clock.now());
        task.run = run;
        task.status = 'starting';
        parts.after(timings.starting, () => script.leave('starting', () => begin(task, run, type)));
        return { ReplicationTask: taskView(parts, task, true) };
      },
    ),
    StopReplicationTask: operation(taskArn, ({ ReplicationTaskArn }) => {
      const task = resources.task(checkArn(ReplicationTaskArn));
      const { run } = task;
      if (task.status !== 'running' || run === undefined)
        throw invalidState('Replication Task is not running');
      task.status = 'stopping';
      run.stop.abort();
      parts.after(timings.stopping, () => {
        void loads
          .get(run)
          ?.then(() =>
            script.leave('stopping', () =>
              end(task, run, { status: 'stopped', stopReason: 'Stop Reason NORMAL', lastFailure: undefined }),
            ),
          );
      });
      return { ReplicationTask: taskView(parts, task, true) };
    }),
    ReloadTables: operation(
      taskArn.extend({
        TablesToReload: z
          .array(z.strictObject({ SchemaName: z.string(), TableName: z.string() }))
          .min(1)
          .max(10),
        ReloadOption: optional(
          z.literal('data-reload', unsupported('validation', { instead: 'use data-reload', page: 'dms' })),
        ),
      }),
      ({ ReplicationTaskArn, TablesToReload }) => {
        const task = resources.task(checkArn(ReplicationTaskArn));
        if (task.status !== 'running' || task.run === undefined)
          throw invalidState(
            `Tables of ${task.identifier} cannot be reloaded: it is ${task.status}, not running`,
          );
        if (task.migrationType === 'cdc')
          throw invalidState(
            `Tables of ${task.identifier} cannot be reloaded: its type is cdc; only full-load and full-load-and-cdc load tables`,
          );
        const { tables, reloads } = task.run;
        for (const { SchemaName: schema, TableName: table } of TablesToReload) {
          if (!tables.some((row) => row.schema === schema && row.table === table))
            throw invalidValue(`Table ${schema}.${table} is not part of the task ${task.identifier}`);
        }
        reloads.push(
          ...TablesToReload.map(({ SchemaName: schema, TableName: table }) => ({ schema, table })),
        );
        task.run.reload?.();
        return { ReplicationTaskArn };
      },
    ),
  };
  const stopAll = async (): Promise<void> => {
    for (const run of loads.keys()) {
      // Pending changes are read again from the slot. Writing them now would only delay the stop.
      await run.capture?.die();
      run.stop.abort();
    }
    await Promise.all(loads.values());
  };
  const endTask = (arn: string, outcome: TaskOutcome): boolean => {
    const task = resources.tasks.get(arn);
    if (task?.status !== 'running' || task.run === undefined) return false;
    ends.set(task.run, outcome);
    task.run.stop.abort();
    return true;
  };
  return { operations, endTask, stopAll };
}
