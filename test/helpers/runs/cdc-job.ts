import type { JobPlan } from '../../../core/planning/job-plan';
import { sampleJob } from './plan';

/** A job that follows changes, under the key that `scheduledInput` starts. */
export function cdcJob(over: Partial<JobPlan> = {}): JobPlan {
  const mode = over.mode ?? 'cdc';
  return sampleJob(
    { department: 'sales', job: 'orders-daily', tables: ['orders', 'order_items'] },
    {
      mode,
      replication: {
        startFrom: { kind: 'now' },
        maxLatencySeconds: 300,
        resumeLimit: 3,
      },
      connection: {
        name: 'sales-db',
        engine: 'postgres',
        secretName: 'lakeferry/sales-db',
        databaseName: 'sales',
        sslMode: 'none',
      },
      ...over,
    },
  );
}
