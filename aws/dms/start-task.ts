import {
  type DatabaseMigrationServiceClient,
  StartReplicationTaskCommand,
} from '@aws-sdk/client-database-migration-service';
import { RunError } from '../../core/runs/record/run-error';
import type { StartPlace } from '../../core/runs/replication/replication-start';
import { isWithoutCure } from '../../core/runs/replication/way-out';
import type { StartType } from '../../core/runs/task/start-step';
import { callOrBusy } from './call-errors';

/** DMS may forget a test that succeeded, and says so in no other way (docs/pitfalls.md#connection-tests-before-a-start). */
const untested = /test(ed|ing)? (the )?connection .*successful/i;

/** Answer to a start. `untested`: DMS wants another test of the connections first, in its words. */
export type StartAnswer = 'started' | { readonly untested: string };

/**
 * Starts a task.
 * @throws RunError `TaskBusy` when the task cannot be started now
 */
export async function startTask(
  client: DatabaseMigrationServiceClient,
  taskArn: string,
  type: StartType | 'resume-processing',
  place: StartPlace,
): Promise<StartAnswer> {
  const action = `starting the task ${taskArn}`;
  try {
    // The status, and with it the start type, may have changed since the task was described.
    await callOrBusy(action, () =>
      client.send(
        new StartReplicationTaskCommand({
          ReplicationTaskArn: taskArn,
          StartReplicationTaskType: type,
          ...(place.kind === 'time' ? { CdcStartTime: new Date(place.time) } : {}),
          ...(place.kind === 'position' ? { CdcStartPosition: place.position } : {}),
        }),
      ),
    );
    return 'started';
  } catch (error) {
    if (!(error instanceof RunError) || error.name !== 'TaskBusy') throw error;
    // The run would wait for what is busy.
    if (isWithoutCure(error.message)) throw new RunError('DmsRefused', error.message, { cause: error });
    if (!untested.test(error.message)) throw error;
    return { untested: error.message };
  }
}
