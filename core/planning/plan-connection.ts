import type { Job } from '../config/schema/job-schema';
import type { SourceConnection, SourcePlan } from './connection-plan';
import type { JobPlan } from './job-plan';

/** What CheckSource looks at, and what its findings may do. */
export function planCheck(
  job: Pick<Job, 'check' | 'drift'>,
  source: SourcePlan | undefined,
): Pick<JobPlan, 'connection' | 'check' | 'drift'> {
  return {
    ...(source === undefined ? {} : { connection: connectionOf(source) }),
    ...(job.check === undefined ? {} : { check: job.check }),
    ...(job.drift === undefined ? {} : { drift: job.drift }),
  };
}

/** DMS's default for engines with TLS is `require`, encrypted and unverified; where nobody wrote it, Lakeferry verifies. */
export function connectionOf(source: SourcePlan): SourceConnection {
  const { name, engine, secretName, databaseName, sslMode, thick, sslModeIsDefault } = source;
  const attributes = source.extraConnectionAttributes;
  return {
    name,
    engine,
    secretName,
    databaseName,
    sslMode: sslModeIsDefault && sslMode === 'require' ? 'verify-full' : sslMode,
    ...(thick === undefined ? {} : { thick }),
    ...(attributes === '' ? {} : { connectionAttributes: attributes }),
  };
}
