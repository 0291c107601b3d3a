import { createHash } from 'node:crypto';
import type { JobPlan } from '../../planning/job-plan';
import type { RunInput } from '../record/run-input';
import { arnsOf, type TaskEndpoints } from '../task/task';
import type { Replication } from './replication';

/**
 * Hash of everything in a plan that a run of a CDC job applies to its task: the first 16 hex digits. The job's parameter holds
 * the deployed one, the `Replication` the one of its last run.
 */
export function taskDefinitionHashOf(
  job: Pick<JobPlan, 'mode' | 'tableMappings' | 'taskSettings' | 'replication'>,
) {
  const { mode, tableMappings, taskSettings, replication } = job;
  return createHash('sha256')
    .update(JSON.stringify([mode, tableMappings, taskSettings, replication ?? null]))
    .digest('hex')
    .slice(0, 16);
}

/** Hash in the parameter of a job that only loads. Earlier versions wrote none. */
export const noTaskDefinition = 'full-load';

/** Definition as deployed. `endpoints` absent: they are not compared. */
export interface DeployedDefinition {
  readonly hash: string;
  readonly endpoints?: RunInput['endpoints'];
}

/** Step of a poll after the deployment of a changed plan. */
export type DeploymentStep =
  | { readonly do: 'nothing' }
  | { readonly do: 'start'; readonly change: NonNullable<Replication['change']> };

/** Number of runs for one change, and minutes between two of them, while they fail. */
export const changeAttempts = 3;
export const changeRetryMinutes = 30;

/**
 * Starts one run per deployed change. The run's identity follows from the change and the time of the first poll that saw it, which
 * is recorded before the run starts. A replacement of the task that was begun is finished, too. `held`: an in-flight run of the job
 * exists. `live`: what the task uses, which a run that was killed may have moved. A job that a person stopped waits for a person.
 */
export function deploymentStep(
  record: Pick<
    Replication,
    'desired' | 'desiredBy' | 'taskDefinitionHash' | 'change' | 'endpoints' | 'replacement' | 'modifying'
  >,
  { hash: deployedHash, endpoints }: DeployedDefinition,
  held: boolean,
  now: Date,
  live?: TaskEndpoints,
): DeploymentStep {
  const isBack = record.desired === 'stopped' && record.desiredBy === 'config';
  const isOther =
    record.replacement !== undefined ||
    record.modifying !== undefined ||
    (record.taskDefinitionHash !== undefined && record.taskDefinitionHash !== deployedHash) ||
    (endpoints !== undefined && !areSame(record.endpoints, endpoints)) ||
    // The task is as it was, and its metrics have another name.
    (endpoints !== undefined &&
      record.endpoints.replicationInstanceIdentifier !== endpoints.replicationInstanceIdentifier) ||
    (endpoints !== undefined && live !== undefined && !areSame(live, endpoints));
  if (held || !(isBack || (record.desired === 'running' && isOther))) return { do: 'nothing' };
  const { change } = record;
  const digest = endpoints && digestOf(endpoints);
  const first = { hash: deployedHash, endpoints: digest, at: now.toISOString(), attempt: 1 };
  if (change === undefined || change.hash !== deployedHash) return { do: 'start', change: first };
  if (change.endpoints !== undefined && digest !== undefined && change.endpoints !== digest)
    return { do: 'start', change: first };
  const isDue = now.getTime() - Date.parse(change.at) >= changeRetryMinutes * 60_000;
  // A second request with the same identity starts no second run.
  if (!isDue) return { do: 'start', change };
  if (change.attempt >= changeAttempts) return { do: 'nothing' };
  return { do: 'start', change: { ...first, attempt: change.attempt + 1 } };
}

function digestOf(endpoints: RunInput['endpoints']): string {
  const { replicationInstanceIdentifier: identifier } = endpoints;
  const parts = [...arnsOf(endpoints), ...(identifier === undefined ? [] : [identifier])];
  return createHash('sha256').update(parts.join(' ')).digest('hex').slice(0, 16);
}

function areSame(one: TaskEndpoints, other: TaskEndpoints): boolean {
  return arnsOf(one).join(' ') === arnsOf(other).join(' ');
}
