import type { Dms } from '../../aws/dms/dms';
import type { History } from '../../aws/history/history';
import { isRunError } from '../../core/runs/record/run-error';
import { endpointsOf, type RunRecord } from '../../core/runs/record/run-record';

/**
 * Returns when both connections of the run have passed their test. A failure from before this run is tested again once, because its
 * cause may be fixed.
 * @throws RunError `ConnectionTestInProgress`, after which the state machine retries
 */
export async function ensureRunConnectionsTested(
  { dms, history }: { readonly dms: Dms; readonly history: History },
  record: RunRecord,
  now: Date,
): Promise<void> {
  const { replicationInstanceArn, sourceEndpointArn, targetEndpointArn } = endpointsOf(record);
  const firstTime = record.phases.connectionsTested === undefined;
  try {
    await dms.ensureConnectionsTested(
      replicationInstanceArn,
      [sourceEndpointArn, targetEndpointArn],
      firstTime,
    );
  } catch (error) {
    if (firstTime && isRunError(error, 'ConnectionTestInProgress'))
      await history.recordPhase(record.run, 'connectionsTested', now.toISOString());
    throw error;
  }
}
