import type { TaskOrder } from '../../aws/dms';
import type { JobPlan } from '../../core/planning/plan';
import { taskTags } from '../../core/runs/new-run';
import { taskIdentifierOf } from '../../core/runs/run-identity';
import { endpointsOf, type RunRecord } from '../../core/runs/run-record';

/** What DMS is asked to make for a run of a job. */
export function taskOrder(environment: string, record: RunRecord, job: JobPlan): TaskOrder {
  return {
    identifier: taskIdentifierOf(job.identity.slug, record.run),
    ...endpointsOf(record),
    mode: job.mode,
    tableMappings: JSON.stringify(job.tableMappings),
    taskSettings: JSON.stringify(job.taskSettings),
    tags: { ...job.tags, ...taskTags(environment, record) },
  };
}
