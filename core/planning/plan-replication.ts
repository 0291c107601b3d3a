import type { Job } from '../config/department-schema';
import { durationSeconds } from '../config/duration';
import type { ReplicationPlan, SourcePlan, StartFrom } from './plan';

/** How a job's changes are followed; nothing for a full load. */
export function planReplication(
  job: Job,
  source: SourcePlan | undefined,
): { readonly replication?: ReplicationPlan } {
  if (job.mode === 'full-load') return {};
  return {
    replication: {
      startFrom: startFrom(job['start-from'] ?? 'now'),
      maxLatencySeconds: durationSeconds(job['max-latency'] ?? '15m'),
      resumeLimit: job['resume-limit'] ?? 5,
      ...(source === undefined ? {} : { connection: connectionOf(source) }),
    },
  };
}

function startFrom(written: NonNullable<Job['start-from']>): StartFrom {
  if (typeof written === 'string') return { kind: written };
  return 'time' in written
    ? { kind: 'time', time: written.time }
    : { kind: 'position', position: written.position };
}

function connectionOf({ engine, secretName, databaseName, sslMode }: SourcePlan) {
  return { engine, secretName, databaseName, sslMode };
}
