import type { TaskRequest } from '../../aws/dms/task-request';
import { dmsTags } from '../../core/model/dms-tags';
import type { NamedEnvironment } from '../../core/model/environment-names';
import { taskResourceId } from '../../core/model/task-resource-id';
import type { JobPlan } from '../../core/planning/job-plan';
import { withRanges } from '../../core/planning/parallel-load';
import { taskTags } from '../../core/runs/record/new-run';
import { taskIdentifierOf } from '../../core/runs/record/run-identity';
import { endpointsOf, type RunRecord } from '../../core/runs/record/run-record';
import type { TableSplit } from '../../core/tables/table-split';

/** Request to create the task of a run. */
export function taskRequest(
  environment: NamedEnvironment,
  record: RunRecord,
  job: JobPlan,
  splits: readonly TableSplit[] = [],
): TaskRequest {
  return {
    identifier: taskIdentifierOf(job.identity.slug, record.run),
    resourceIdentifier: taskResourceId(environment, record.run, record.task?.arn),
    ...endpointsOf(record),
    mode: job.mode,
    tableMappings: JSON.stringify(withRanges(job.tableMappings, splits)),
    taskSettings: JSON.stringify(job.taskSettings),
    tags: { ...dmsTags(job.tags), ...taskTags(environment.name, record) },
  };
}
