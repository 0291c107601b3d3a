import type { Department, Job } from '../config/department-schema';
import { durationSeconds } from '../config/duration';
import { expectations } from './expected-tables';
import { jobIdentity } from './job-identity';
import type { EnvironmentPlan, JobPlan, SchedulePlan, SourcePlan } from './plan';
import { planCheck } from './plan-connection';
import { planReplication } from './plan-replication';
import { planSplits } from './plan-splits';
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
  const schedule = scheduleOf(department, job);
  return {
    identity,
    ...(job.description === undefined ? {} : { description: job.description }),
    mode: job.mode,
    enabled: job.enabled ?? true,
    source: job.source ?? department.source,
    target: job.target ?? department.target,
    ...(schedule === undefined ? {} : { schedule }),
    maxDurationSeconds: durationSeconds(job['max-duration'] ?? '24h'),
    tableMappings: tableMappings(selections, rules),
    taskSettings: taskSettings(job.mode, toJsonObject(job['task-settings'] ?? {})),
    targetSettings: targetSettings(job.mode, job.format),
    stagingFolder: identity.key,
    ...expectations(selections, rules),
    ...planSplits(selections),
    allowTableErrors: job['allow-table-errors'] ?? false,
    tags: { ...environment.tags, ...department.tags, ...job.tags },
    ...planReplication(job, schedule),
    ...planCheck(
      job,
      sources.find(({ name }) => name === (job.source ?? department.source)),
    ),
  };
}

function scheduleOf(department: Department, job: Job): SchedulePlan | undefined {
  if (job.schedule === undefined) return undefined;
  return { expression: job.schedule, timeZone: job['time-zone'] ?? department['time-zone'] ?? 'UTC' };
}
