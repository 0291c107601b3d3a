import { z } from 'zod';
import type { Operation } from '../../../service';
import { parseMappings } from '../../mapping/parse-mappings';
import { checkArn, makeArn } from '../arn';
import type { DmsParts } from '../dms-parts';
import { alreadyExists, invalidState, invalidValue } from '../faults';
import { Identifier, operation, optional, ResourceIdentifier, Tags } from '../operation';
import { page, pagingFields } from '../paging';
import type { Resources, Task } from '../resources';
import { releasePlace } from '../running/release-place';
import { moveTask } from './move-task';
import { assertStartPosition, startFields } from './start-position';
import { readStopPosition } from './stop-position';
import { TaskMetrics } from './task-metrics';
import { readTaskSettings } from './task-settings';
import { isAtRest, type TaskStatus } from './task-status';
import { taskView } from './task-view';

const MigrationType = z.enum(['full-load', 'cdc', 'full-load-and-cdc']);

/** Create, Describe, Modify and Delete. Starting and stopping is in task-runs.ts. */
export function taskOperations(parts: DmsParts): Readonly<Record<string, Operation>> {
  const { context, resources, timings, events, script } = parts;
  return {
    CreateReplicationTask: operation(
      z.strictObject({
        ReplicationTaskIdentifier: Identifier,
        SourceEndpointArn: z.string(),
        TargetEndpointArn: z.string(),
        ReplicationInstanceArn: z.string(),
        MigrationType,
        ...startFields,
        TableMappings: z.string(),
        ReplicationTaskSettings: optional(z.string()),
        TaskData: optional(z.string()),
        ResourceIdentifier,
        Tags,
      }),
      (input) => {
        const identifier = input.ReplicationTaskIdentifier.toLowerCase();
        assertFree(resources, identifier);
        const instance = resources.instance(checkArn(input.ReplicationInstanceArn));
        if (instance.status !== 'available')
          throw invalidState(
            `Replication instance ${instance.identifier} is ${instance.status}, not available`,
          );
        assertType(resources, input.SourceEndpointArn, 'source');
        assertType(resources, input.TargetEndpointArn, 'target');
        assertStartPosition(input.MigrationType, input);
        const task: Task = {
          arn: makeArn(context, 'task', input.ResourceIdentifier),
          identifier,
          sourceArn: input.SourceEndpointArn,
          targetArn: input.TargetEndpointArn,
          instanceArn: instance.arn,
          mappingsText: input.TableMappings,
          mappings: parseMappings(input.TableMappings),
          settings: readTaskSettings(input.ReplicationTaskSettings),
          taskData: input.TaskData,
          status: 'creating',
          createdAt: context.clock.now(),
          stopReason: undefined,
          lastFailure: undefined,
          migrationType: input.MigrationType,
          startPosition: input.CdcStartPosition,
          stopPosition: readStopPosition(input.CdcStopPosition),
          run: undefined,
          place: undefined,
          metrics: new TaskMetrics(),
        };
        if (resources.tasks.has(task.arn)) throw alreadyExists(`Replication task ${task.arn} already exists`);
        resources.tasks.set(task.arn, task);
        resources.tag(task.arn, input.Tags);
        parts.after(timings.creating, () =>
          script.leave('creating', () => {
            if (task.status !== 'creating') return;
            task.status = 'ready';
            events.task(task, 'CREATED', 'The replication task has been created.');
          }),
        );
        return { ReplicationTask: taskView(parts, task, true) };
      },
    ),
    DescribeReplicationTasks: operation(
      z.strictObject({ WithoutSettings: optional(z.boolean()), ...pagingFields }),
      (input) => {
        const { items, ...marker } = page(
          [...resources.tasks.values()],
          input,
          {
            'replication-task-arn': ({ arn }) => arn,
            'replication-task-id': ({ identifier }) => identifier,
            'migration-type': ({ migrationType }) => migrationType,
            'endpoint-arn': ({ sourceArn, targetArn }) => [sourceArn, targetArn],
            'replication-instance-arn': ({ instanceArn }) => instanceArn,
          },
          { max: 100, absentIs: 'Tasks' },
        );
        const withSettings = input.WithoutSettings !== true;
        return {
          ReplicationTasks: items.map((task) => {
            const lie = script.lieAbout(task.identifier);
            return { ...taskView(parts, task, withSettings), ...(lie === undefined ? {} : { Status: lie }) };
          }),
          ...marker,
        };
      },
    ),
    ModifyReplicationTask: operation(
      z.strictObject({
        ReplicationTaskArn: z.string(),
        ReplicationTaskIdentifier: optional(Identifier),
        MigrationType: optional(MigrationType),
        TableMappings: optional(z.string()),
        ReplicationTaskSettings: optional(z.string()),
      }),
      (input) => {
        const task = resources.task(checkArn(input.ReplicationTaskArn));
        if (task.status === 'running')
          throw invalidState(
            'Replication Task, excluding logging severity task settings, cannot be modified while it is running state',
          );
        const before = resting(task, 'modified');
        if ((input.MigrationType ?? task.migrationType) !== task.migrationType)
          throw invalidValue(
            `MigrationType of ${task.identifier} is ${task.migrationType} and cannot be changed; create another task`,
          );
        const identifier = input.ReplicationTaskIdentifier?.toLowerCase() ?? task.identifier;
        if (identifier !== task.identifier) assertFree(resources, identifier);
        const mappingsText = input.TableMappings ?? task.mappingsText;
        const mappings = parseMappings(mappingsText);
        const settings = readTaskSettings(input.ReplicationTaskSettings, task.settings);
        Object.assign(task, { identifier, mappingsText, mappings, settings, status: 'modifying' });
        parts.after(timings.modifying, () =>
          script.leave('modifying', () => {
            if (task.status !== 'modifying') return;
            task.status = before;
            events.task(task, 'MODIFIED', 'A replication task has been modified.');
          }),
        );
        return { ReplicationTask: taskView(parts, task, true) };
      },
    ),
    MoveReplicationTask: moveTask(parts),
    DeleteReplicationTask: operation(
      z.strictObject({ ReplicationTaskArn: z.string() }),
      ({ ReplicationTaskArn }) => {
        const task = resources.task(checkArn(ReplicationTaskArn));
        // A task that is moved can be deleted, and nothing else.
        if (task.status !== 'moving') resting(task, 'deleted');
        task.status = 'deleting';
        finishDeleting(parts, task);
        return { ReplicationTask: taskView(parts, task, true) };
      },
    ),
  };
}

/** Releases what the task holds in its source and target, then removes it. */
export function finishDeleting(parts: DmsParts, task: Task): void {
  const { resources, timings, events, script } = parts;
  const released = releasePlace(parts, task);
  parts.after(timings.deleting, () =>
    script.leave('deleting', async () => {
      await released;
      resources.tasks.delete(task.arn);
      events.task(task, 'DELETED', 'The replication task has been deleted.');
      resources.tags.delete(task.arn);
    }),
  );
}

function resting(task: Task, what: string): TaskStatus {
  if (!isAtRest(task.status)) throw invalidState(`Replication Task cannot be ${what}, invalid state`);
  return task.status;
}

function assertFree(resources: Resources, identifier: string): void {
  if ([...resources.tasks.values()].some((task) => task.identifier === identifier))
    throw alreadyExists(`Replication task ${identifier} already exists`);
}

function assertType(resources: Resources, arn: string, type: 'source' | 'target'): void {
  const endpoint = resources.endpoint(checkArn(arn));
  if (endpoint.type !== type)
    throw invalidValue(
      `ReplicationEngineType [${endpoint.engine}] endpoint must be of type ${type.toUpperCase()}`,
    );
}
