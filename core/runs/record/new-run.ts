import { fullTableName } from '../../tables/table-name';
import { dayOf, expiryOf } from './history-keys';
import type { InFlightRun } from './in-flight-run';
import { runIdOf } from './run-identity';
import type { RunInput } from './run-input';
import type { RunRecord } from './run-record';

/** Record of a run that opens now. `execution` is its ARN. */
export function newRun(input: RunInput, execution: string, retentionDays: number, now: Date): RunRecord {
  const [department = '', job = ''] = input.job.split('/');
  const openedAt = now.toISOString();
  return {
    run: runIdOf(input),
    jobKey: input.job,
    department,
    job,
    day: dayOf(now),
    openedAt,
    execution,
    plan: input.plan,
    endpoints: input.endpoints,
    trigger: input.trigger,
    ...(input.trigger.by === 'retry'
      ? { attempt: input.trigger.attempt, firstAttempt: input.trigger.run }
      : {}),
    ...(input.trigger.by === 'request' && input.trigger.part !== undefined
      ? { part: input.trigger.part, onlyTables: input.trigger.part.tables.map(fullTableName) }
      : {}),
    phases: { opened: openedAt },
    expiresAt: expiryOf(now, retentionDays),
  };
}

export function newInFlightRun(run: RunRecord): InFlightRun {
  return {
    run: run.run,
    forJob: run.jobKey,
    execution: run.execution,
    since: run.openedAt,
    goal: 'none',
    touchedAt: run.openedAt,
    ...(run.endpoints === undefined
      ? {}
      : {
          uses: {
            source: run.endpoints.sourceEndpointArn,
            replicationInstance: run.endpoints.replicationInstanceArn,
            target: run.endpoints.targetEndpointArn,
          },
        }),
  };
}

/** Tags of a run's DMS task, by which Lakeferry recognizes its own tasks. */
export function taskTags(environment: string, run: RunRecord): Readonly<Record<string, string>> {
  return {
    'lakeferry:environment': environment,
    'lakeferry:department': run.department,
    'lakeferry:job': run.job,
    'lakeferry:run': run.run,
  };
}

/** Tags of the one task of a CDC job. It belongs to no run; `lakeferry:plan` is the hash that it was last created or modified with. */
export function replicationTags(
  environment: string,
  run: Pick<RunRecord, 'department' | 'job'>,
  planHash: string,
): Readonly<Record<string, string>> {
  return {
    'lakeferry:environment': environment,
    'lakeferry:department': run.department,
    'lakeferry:job': run.job,
    'lakeferry:plan': planHash,
  };
}

/** Returns true when a task with a job's identifier belongs to that job. */
export function isJobsTask(
  tags: Readonly<Record<string, string>>,
  environment: string,
  run: Pick<RunRecord, 'department' | 'job'>,
): boolean {
  return (
    tags['lakeferry:environment'] === environment &&
    tags['lakeferry:department'] === run.department &&
    tags['lakeferry:job'] === run.job
  );
}

/** Owner of a task with our identifier, from its tags. */
export function ownerOf(
  tags: Readonly<Record<string, string>>,
  environment: string,
  run: Pick<RunRecord, 'run'>,
): 'this-run' | 'another-run' | 'somebody-else' {
  if (tags['lakeferry:environment'] !== environment) return 'somebody-else';
  return tags['lakeferry:run'] === run.run ? 'this-run' : 'another-run';
}
