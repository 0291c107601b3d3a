import type { Dms } from '../../aws/dms/dms';
import type { History } from '../../aws/history/history';
import type { JobPlan } from '../../core/planning/job-plan';
import type { TestedConnections } from '../../core/runs/task/dms-wait';
import { RunError } from '../../core/runs/record/run-error';
import { endpointsOf, type RunRecord } from '../../core/runs/record/run-record';
import { connectionFailure, connectionsOf, havePassed } from '../../core/runs/task/connection';
import { MustWait } from './wait-for-dms';

interface ConnectionPorts {
  readonly dms: Dms;
  readonly history: History;
}

/** Time in which DMS may still show a failure from before a test that was started. */
const oldFailureMs = 60_000;

/**
 * Returns when both connections of the run have passed their test. A test that passed within a day counts. A failure from before this
 * run is tested again once, because its cause may be fixed. See docs/pitfalls.md#connection-tests-before-a-start.
 * @throws MustWait while a test runs; RunError `ConnectionTestFailed` with DMS's message
 */
export async function ensureRunConnectionsTested(
  { dms, history }: ConnectionPorts,
  record: RunRecord,
  job: JobPlan,
  now: Date,
): Promise<void> {
  const connections = connectionsOf(endpointsOf(record), job);
  if (havePassed(connections, await history.passedTests(connections), now)) return;
  const { replicationInstanceArn, endpoints } = connections;
  const arns = endpoints.map(({ endpointArn }) => endpointArn);
  const found = await dms.connections(replicationInstanceArn, arns);
  const statusOf = (arn: string) => found.find(({ endpointArn }) => endpointArn === arn)?.status;
  if (arns.every((arn) => statusOf(arn) === 'successful'))
    return await history.recordPassedTests(connections, now);

  const { connectionsTested: testedAt } = record.phases;
  const isNew = testedAt === undefined;
  const mayBeOld = isNew || now.getTime() - Date.parse(testedAt) < oldFailureMs;
  const failed = found.find(({ status }) => status === 'failed');
  if (failed !== undefined && !mayBeOld) {
    await history.forgetPassedTests(connections);
    throw new RunError('ConnectionTestFailed', connectionFailure(failed));
  }
  const untested = arns.filter((arn) => {
    const status = statusOf(arn);
    return status !== 'successful' && status !== 'testing' && (isNew || status !== 'failed');
  });
  await Promise.all(untested.map((arn) => dms.testConnection(replicationInstanceArn, arn)));
  if (isNew) await history.recordPhase(record.run, 'connectionsTested', now.toISOString());
  throw mustTest(connections);
}

/** Error of a run whose connections are being tested. */
export function mustTest(connections: TestedConnections, why = ''): MustWait {
  const names = connections.endpoints.map(({ endpointArn }) => endpointArn).join(' and ');
  return new MustWait(
    { goal: 'connections-tested', connections },
    `${why}${why === '' ? '' : '; '}DMS tests the connections of ${connections.replicationInstanceArn} with ${names}`,
  );
}
