import type { Job } from '../config/schema/job-schema';
import type { SourceConnection, SourcePlan } from './connection-plan';
import type { JobPlan } from './job-plan';

/** Source of the job for CheckSource, and the effect of its findings. */
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

/** Source for Lakeferry's own connections. They verify the certificate, unless the configuration says `require`. */
export function connectionOf(source: SourcePlan): SourceConnection {
  const { name, engine, secretName, databaseName, sslMode, thick, sslModeIsDefault } = source;
  const attributes = source.extraConnectionAttributes;
  return {
    name,
    engine,
    ...(secretName === undefined ? {} : { secretName }),
    databaseName,
    sslMode: sslModeIsDefault && sslMode === 'require' ? 'verify-full' : sslMode,
    ...(thick === undefined ? {} : { thick }),
    ...(attributes === '' ? {} : { connectionAttributes: attributes }),
  };
}
