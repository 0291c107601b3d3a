import type { ReplacedJob } from '../checks/position/task-replacement';
import type { JobPlan } from '../planning/job-plan';

/** Job of a plan, as far as the replacement of its task depends on it. */
export function replacedJob({ identity, mode, connection, replication }: JobPlan): ReplacedJob {
  return {
    job: identity.key,
    mode,
    engine: connection?.engine,
    connectionAttributes: connection?.connectionAttributes,
    startFrom: replication?.startFrom.kind ?? 'now',
  };
}
