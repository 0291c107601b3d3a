import { z } from 'zod';
import type { Operation } from '../../../service';
import { unsupported } from '../../../unsupported';
import { checkArn } from '../arn';
import type { DmsParts } from '../dms-parts';
import { invalidCombination, invalidState, invalidValue } from '../faults';
import { operation, optional } from '../operation';
import type { StartType, Task, TaskRun } from '../resources';
import { runTask } from '../running/run-task';
import type { TaskOutcome } from '../running/task-outcome';
import { assertStartPosition, startFields } from './start-position';
import { readStopPosition } from './stop-position';
import { isAtRest } from './task-status';
import { taskView } from './task-view';

const taskArn = z.strictObject({ ReplicationTaskArn: z.string() });

/** Start, Stop and ReloadTables. `stopAll` stops every load, and resolves when none runs any more. */
export function taskRunOperations(parts: DmsParts): {
  readonly operations: Readonly<Record<string, Operation>>;
  stopAll(): Promise<void>;
} {
  const { context, timings, resources, script, events } = parts;
  // Each promise settles when its load has ended, for whatever reason.
  const loads = new Map<TaskRun, Promise<void>>();

  const end = (task: Task, run: TaskRun, { status, stopReason, lastFailure }: TaskOutcome): void => {
    task.status = status;
    task.stopReason = stopReason;
    task.lastFailure = lastFailure;
    run.stoppedAt = context.clock.now();
    task.metrics.end(run.stoppedAt);
    loads.delete(run);
    if (status === 'failed') events.task(task, 'FAILED', stopReason);
    else events.task(task, 'STOPPED', `Replication task stopped. ${stopReason}`);
  };
  const begin = (task: Task, run: TaskRun, type: string): void => {
    task.status = 'running';
    task.metrics.begin(context.clock.now());
    const flag = type === 'resume-processing' ? 'resume' : 'fresh start';
    events.task(task, 'STARTED', `Replication task started, with flag = ${flag}`);
    const load = runTask(parts, task, run).then((outcome) =>
      script.leave('running', () => {
        // A stop that came in between ends the task itself.
        if (task.run === run && task.status === 'running') end(task, run, outcome);
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
        if (!isAtRest(task.status))
          throw invalidState(`Replication Task cannot be started, invalid state: it is ${task.status}`);
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
        throw invalidState(
          `Replication Task ${task.identifier} is currently not running: it is ${task.status}`,
        );
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
  return { operations, stopAll };
}

function assertStartType(task: Task, type: StartType, position: string | undefined): void {
  if (type === 'reload-target' && task.migrationType === 'cdc')
    throw invalidCombination(
      'Start Type : RELOAD_TARGET, not valid for tasks of type cdc, which load nothing',
    );
  if (type !== 'start-replication' && position !== undefined)
    throw invalidCombination('CdcStartPosition is valid only with Start Type : START_REPLICATION');
  // A cdc task that has run may start again from a given position (API reference, StartReplicationTask).
  if (type === 'start-replication' && task.run !== undefined && position === undefined)
    throw invalidCombination(
      'Start Type : START_REPLICATION, valid only for tasks running for the first time',
    );
  if (type !== 'start-replication' && task.run === undefined)
    throw invalidCombination(
      `Start Type : ${type.toUpperCase().replace('-', '_')}, not valid for tasks running for the first time; use start-replication`,
    );
}

function assertTested({ resources }: DmsParts, task: Task): void {
  for (const arn of [task.sourceArn, task.targetArn]) {
    if (resources.connection(task.instanceArn, arn)?.status === 'successful') continue;
    const instance = resources.instance(task.instanceArn).identifier;
    throw invalidState(
      `Test connection for replication instance ${instance} and endpoint ${resources.endpoint(arn).identifier} should be successful for starting the replication task`,
    );
  }
}

function newRun(task: Task, type: StartType, startPosition: string | undefined, now: Date): TaskRun {
  const before = type === 'resume-processing' ? task.run : undefined;
  return {
    type,
    startPosition,
    startedAt: now,
    freshStartedAt: before?.freshStartedAt ?? now,
    loadStartedAt: undefined,
    loadFinishedAt: undefined,
    loadedBefore:
      before?.loadFinishedAt === undefined
        ? before?.loadedBefore
        : { startedAt: before.loadStartedAt, finishedAt: before.loadFinishedAt },
    stoppedAt: undefined,
    capture: undefined,
    reload: undefined,
    tables: [...(before?.tables ?? [])],
    reloads: [],
    stop: new AbortController(),
  };
}
