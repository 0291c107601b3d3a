import { readTableEntry } from '../config/reading/table-entry';
import type { Department } from '../config/schema/department-schema';
import type { Environment } from '../config/schema/environment-schema';
import { jobResources } from '../config/schema/existing-dms-schema';
import type { Job } from '../config/schema/job-schema';
import { toJsonObject } from '../json';
import type { SourceEngine } from '../model/source-engine';
import { durationSeconds } from '../schedule/duration';
import type { Schedule } from '../schedule/schedule';
import { expectations } from '../tables/expected-tables';
import { planPartitions, withoutParents } from '../tables/partition-parents';
import type { TableSelection } from '../tables/table-selection';
import { asInSource, targetNaming } from '../tables/target-naming';
import { changeSequenceRules } from './change-sequence';
import type { SourcePlan, TargetPlan } from './connection-plan';
import { databaseTaskSettings } from './database-task-settings';
import { jobIdentity } from './job-identity';
import type { JobPlan } from './job-plan';
import type { EnvironmentPlan } from './plan';
import { planCheck } from './plan-check';
import { planFollowUps } from './follow-ups/plan-follow-ups';
import { planNotify } from './follow-ups/plan-notify';
import { dateFolderSettings, planPublishing } from './plan-publishing';
import { planNamedEndpoints } from './existing/plan-named-endpoints';
import { instanceOfJob } from './existing/plan-named-instance';
import { planReplication } from './plan-replication';
import { planSplits } from './plan-splits';
import { tableMappings } from './table-mappings';
import { encryptionSettings, targetSettings } from './target-settings';
import { taskSettings } from './task-settings';

/** Plan of one job. `written` is the environment's file; `sources` and `targets` are those of the environment. */
export function planJob(
  environment: EnvironmentPlan,
  written: Environment,
  department: Department,
  job: Job,
  sources: readonly SourcePlan[],
  targets: readonly TargetPlan[],
): JobPlan {
  const identity = jobIdentity(environment.name, department.department, job.name, environment.namePrefix);
  const rules = job.rules ?? [];
  const schedule = scheduleOf(department, job);
  const target = job.target ?? department.target;
  const targetEngine = targets.find(({ name }) => name === target)?.engine ?? 's3';
  const source = sources.find(({ name }) => name === (job.source ?? department.source));
  const listed = job.tables.map(readTableEntry).map((one) => forEngine(one, source?.engine));
  const selections = [...listed, ...withoutParents(listed)];
  const naming =
    targetEngine === 's3'
      ? asInSource
      : targetNaming({ schema: job['target-schema'], lowerCase: job['lower-case'] }, source?.engine);
  const ownSettings = toJsonObject(job['task-settings'] ?? {});
  const resources = jobResources(job, environment.name);
  const instance = instanceOfJob(environment, resources, source);
  const publishing = planPublishing(environment, department, job, targetEngine);
  return {
    identity,
    ...(job.description === undefined ? {} : { description: job.description }),
    mode: job.mode,
    enabled: job.enabled ?? true,
    source: job.source ?? department.source,
    target,
    targetEngine,
    ...(schedule === undefined ? {} : { schedule }),
    maxDurationSeconds: durationSeconds(job['max-duration'] ?? '24h'),
    tableMappings: tableMappings(
      selections,
      [...rules, ...changeSequenceRules(job.mode, publishing, rules)],
      naming,
    ),
    taskSettings:
      targetEngine === 's3'
        ? taskSettings(job.mode, ownSettings)
        : databaseTaskSettings(job.mode, job.prepare, ownSettings),
    targetSettings:
      targetEngine === 's3'
        ? {
            ...targetSettings(job.mode, job.format),
            ...dateFolderSettings(publishing),
            ...encryptionSettings(environment.existing?.stagingBucket),
          }
        : {},
    stagingFolder: identity.key,
    ...expectations(selections, rules, naming),
    ...planSplits(selections),
    ...planPartitions(selections),
    allowTableErrors: job['allow-table-errors'] ?? false,
    tags: { ...environment.tags, ...department.tags, ...job.tags },
    publishing,
    ...planReplication(job, schedule),
    ...(instance === undefined
      ? {}
      : { replicationInstance: { arn: instance.arn, identifier: instance.identifier } }),
    ...planNamedEndpoints(
      resources,
      source,
      targets.find(({ name }) => name === target),
    ),
    ...planCheck(job, source),
    notify: planNotify(written, department, job.notify),
    ...planFollowUps(
      written['hand-off-targets'],
      job,
      schedule,
      source,
      instance === undefined
        ? written['replication-instance']['max-concurrent-runs']
        : instance.maxConcurrentRuns,
    ),
    ...(instance !== undefined || 'arn' in environment.replicationInstance
      ? {}
      : { dmsVersion: environment.replicationInstance.engineVersion }),
  };
}

/**
 * Selection without `partitions`, unless the source is Oracle: DMS would reject it if another engine replaces Oracle in this
 * environment.
 */
function forEngine(selection: TableSelection, engine: SourceEngine | undefined): TableSelection {
  if (engine === undefined || engine === 'oracle') return selection;
  const { partitions: _, ...others } = selection;
  return others;
}

function scheduleOf(department: Department, job: Job): Schedule | undefined {
  if (job.schedule === undefined) return undefined;
  return { expression: job.schedule, timeZone: job['time-zone'] ?? department['time-zone'] ?? 'UTC' };
}
