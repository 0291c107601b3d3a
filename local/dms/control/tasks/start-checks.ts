import type { DmsParts } from '../dms-parts';
import { invalidCombination, invalidState } from '../faults';
import type { StartType, Task } from '../resources';

/** Throws DMS's error when the task's type or history does not allow the kind of start. */
export function assertStartType(task: Task, type: StartType, position: string | undefined): void {
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

/** Throws DMS's error unless both connections of the task have been tested. */
export function assertTested({ resources }: DmsParts, task: Task): void {
  for (const arn of [task.sourceArn, task.targetArn]) {
    if (resources.connection(task.instanceArn, arn)?.status === 'successful') continue;
    const instance = resources.instance(task.instanceArn).identifier;
    throw invalidState(
      `Test connection for replication instance ${instance} and endpoint ${resources.endpoint(arn).identifier} should be successful for starting the replication task`,
    );
  }
}
