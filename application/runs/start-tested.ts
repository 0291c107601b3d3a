import type { Dms } from '../../aws/dms/dms';
import type { History } from '../../aws/history/history';
import type { Connections } from '../../core/runs/task/dms-wait';
import type { StartPlace } from '../../core/runs/replication/replication-start';
import type { StartType } from '../../core/runs/task/start-step';

/**
 * Starts a task. When DMS wants another test of its connections first, starts both tests, although DMS may list earlier ones as
 * successful, and returns DMS's text. Undefined: the task is started.
 */
export async function startTested(
  { dms, history }: { readonly dms: Dms; readonly history: Pick<History, 'forgetPassedTests'> },
  taskArn: string,
  connections: Connections,
  type: StartType | 'resume-processing',
  place?: StartPlace,
): Promise<string | undefined> {
  const answer = await dms.startTask(taskArn, type, place);
  if (answer === 'started') return undefined;
  await history.forgetPassedTests(connections);
  for (const { endpointArn } of connections.endpoints)
    await dms.testConnection(connections.replicationInstanceArn, endpointArn);
  return answer.untested;
}
