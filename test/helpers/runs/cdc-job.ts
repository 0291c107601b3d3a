import type { DesiredReplication } from '../../../aws/history/replications';
import type { JobPlan, StartFrom } from '../../../core/planning/job-plan';
import { sampleJob } from './plan';

const limits = { maxLatencySeconds: 300, resumeLimit: 3 };

/** Connection of a CDC job's source. */
export const cdcConnection: NonNullable<JobPlan['connection']> = {
  name: 'sales-db',
  engine: 'postgres',
  secretName: 'lakeferry/sales-db',
  databaseName: 'sales',
  sslMode: 'none',
};

/** A job that follows changes, under the key that `scheduledInput` starts. */
export function cdcJob(over: Partial<JobPlan> = {}): JobPlan {
  const mode = over.mode ?? 'cdc';
  return sampleJob(
    { department: 'sales', job: 'orders-daily', tables: ['orders', 'order_items'] },
    {
      mode,
      replication: { startFrom: { kind: 'now' }, ...limits },
      connection: cdcConnection,
      ...over,
    },
  );
}

/** A job with a MySQL source, where a new task can start at a position without a slot. */
export function mysqlJob(mode: JobPlan['mode'], startFrom: StartFrom = { kind: 'now' }): JobPlan {
  const connection = { ...cdcConnection, engine: 'mysql' } as const;
  return cdcJob({ mode, connection, replication: { startFrom, ...limits } });
}

/** Desired state of a CDC job whose run `run` has started its task. */
export function desiredFor(forJob: string, taskIdentifier: string): DesiredReplication {
  return {
    ...{ forJob, taskIdentifier, mode: 'cdc', run: 'run', plan: { bucket: 'b', key: 'k' } },
    ...{ desiredBy: 'schedule', desiredAt: '2026-03-01T10:00:00.000Z', planHash: '0123456789abcdef' },
    endpoints: { sourceEndpointArn: 's', targetEndpointArn: 't', replicationInstanceArn: 'i' },
    ...{ maxLatencySeconds: 60, resumeLimit: 2 },
  };
}
