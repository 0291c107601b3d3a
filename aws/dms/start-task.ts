import {
  type DatabaseMigrationServiceClient,
  StartReplicationTaskCommand,
} from '@aws-sdk/client-database-migration-service';
import { RunError } from '../../core/runs/record/run-error';
import type { StartPlace } from '../../core/runs/replication/replication-start';
import { isWithoutCure } from '../../core/runs/replication/way-out';
import type { StartType } from '../../core/runs/task/start-step';
import { callOrBusy } from './call-errors';
import { testConnection } from './connections';
import { describeTasks } from './describe-tasks';

/** DMS may forget a test that succeeded, and says so in no other way (docs/pitfalls.md#connection-tests-before-a-start). */
const untested = /test(ed|ing)? (the )?connection .*successful/i;

/**
 * Starts a task. When DMS requires another test of its connections first, the tests are started, and the caller starts the task
 * again later. The caller limits the number of starts, and with it the number of tests.
 * @throws RunError `TaskBusy` when the task cannot be started now
 */
export async function startTask(
  client: DatabaseMigrationServiceClient,
  taskArn: string,
  type: StartType | 'resume-processing',
  place: StartPlace,
): Promise<void> {
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
  } catch (error) {
    if (!(error instanceof RunError) || error.name !== 'TaskBusy') throw error;
    // The state machine would repeat what is busy.
    if (isWithoutCure(error.message)) throw new RunError('DmsRefused', error.message, { cause: error });
    if (!untested.test(error.message)) throw error;
    const outcome = await retest(client, taskArn).catch((refused: unknown) => `; ${String(refused)}`);
    throw new RunError('TaskBusy', `${error.message}${outcome}`, { cause: error });
  }
}

/** Tests both connections of a task, although DMS may list their earlier tests as successful. */
async function retest(client: DatabaseMigrationServiceClient, taskArn: string): Promise<string> {
  const [task] = await describeTasks(client, 'replication-task-arn', [taskArn]);
  const { ReplicationInstanceArn: instance, SourceEndpointArn, TargetEndpointArn } = task ?? {};
  if (instance === undefined) return '';
  for (const endpoint of [SourceEndpointArn, TargetEndpointArn])
    if (endpoint !== undefined) await testConnection(client, instance, endpoint);
  return '; its connections are being tested again';
}
