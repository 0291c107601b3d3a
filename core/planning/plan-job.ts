import type { Department, Job } from '../config/department-schema';
import { durationSeconds } from '../config/duration';
import { expectations } from './expected-tables';
import { jobIdentity } from './job-identity';
import type { EnvironmentPlan, JobPlan, SourcePlan } from './plan';
import { dateFolderSettings, planPublishing } from './plan-publishing';
import { planReplication } from './plan-replication';
import { tableMappings, toJsonObject } from './table-mappings';
import { readTableEntry } from './table-selection';
import { targetSettings } from './target-settings';
import { taskSettings } from './task-settings';

/** `sources` are those of the environment. */
export function planJob(
  environment: EnvironmentPlan,
  department: Department,
  job: Job,
  sources: readonly SourcePlan[] = [],
): JobPlan {
  const identity = jobIdentity(environment.name, department.department, job.name);
  const selections = job.tables.map(readTableEntry);
  const rules = job.rules ?? [];
  const publishing = planPublishing(environment.name, department, job);
  return {
    identity,
    ...(job.description === undefined ? {} : { description: job.description }),
    mode: job.mode,
    enabled: job.enabled ?? true,
    source: job.source ?? department.source,
    target: job.target ?? department.target,
    ...(job.schedule === undefined
      ? {}
      : {
          schedule: {
            expression: job.schedule,
            timeZone: job['time-zone'] ?? department['time-zone'] ?? 'UTC',
          },
        }),
    maxDurationSeconds: durationSeconds(job['max-duration'] ?? '24h'),
    tableMappings: tableMappings(selections, rules),
    taskSettings: taskSettings(job.mode, toJsonObject(job['task-settings'] ?? {})),
    targetSettings: { ...targetSettings(job.mode, job.format), ...dateFolderSettings(publishing) },
    stagingFolder: identity.key,
    ...expectations(selections, rules),
    allowTableErrors: job['allow-table-errors'] ?? false,
    tags: { ...environment.tags, ...department.tags, ...job.tags },
    publishing,
    ...planReplication(
      job,
      sources.find(({ name }) => name === (job.source ?? department.source)),
    ),
  };
}
