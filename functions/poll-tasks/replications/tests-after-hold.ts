import { connectionFailure } from '../../../core/runs/task/connection';
import type { Connections } from '../../../core/runs/task/dms-wait';
import type { PollPorts } from '../poll-ports';

/** Time after which a test that does not end no longer delays the task. The longest hold is shorter. */
const believedMs = 3 * 3_600_000;

/**
 * Reads the tests of connections that a deployment may have changed. DMS itself starts them after a change, and starts no task
 * meanwhile. A failed one is started again, because its cause may be fixed.
 */
export async function testsAfterHold(
  { dms, history }: PollPorts,
  connections: Connections,
  heldSince: string,
  now: Date,
): Promise<'passed' | 'running' | { readonly failure: string }> {
  const { replicationInstanceArn, endpoints } = connections;
  await history.forgetPassedTests(connections);
  const found = await dms.connections(
    replicationInstanceArn,
    endpoints.map(({ endpointArn }) => endpointArn),
  );
  const isRecent = now.getTime() - Date.parse(heldSince) < believedMs;
  if (isRecent && found.some(({ status }) => status === 'testing')) return 'running';
  const failed = found.find(({ status }) => status === 'failed');
  if (failed === undefined) return 'passed';
  await dms.testConnection(replicationInstanceArn, failed.endpointArn);
  return { failure: connectionFailure(failed) };
}
