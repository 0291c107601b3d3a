import { createHash } from 'node:crypto';
import type { JobPlan } from '../../planning/job-plan';
import type { Replication } from './replication';

/** All of a plan that a run of a CDC job orders, as a word: first 16 hex digits. Stands in the job's parameter and its order. */
export function taskDefinitionHashOf(
  job: Pick<JobPlan, 'mode' | 'tableMappings' | 'taskSettings' | 'replication'>,
) {
  const { mode, tableMappings, taskSettings, replication } = job;
  return createHash('sha256')
    .update(JSON.stringify([mode, tableMappings, taskSettings, replication ?? null]))
    .digest('hex')
    .slice(0, 16);
}

/** What a poll does about a plan that was deployed since the job's last run. */
export type DeploymentStep =
  | { readonly do: 'nothing' }
  | { readonly do: 'start'; readonly change: NonNullable<Replication['change']> };

/** A run that the change began and that failed is repeated this often, so long after the one before. */
export const changeAttempts = 3;
export const changeRetryMinutes = 30;

/**
 * One run a deployed change: its identity follows from the change and the moment when a poll first saw it, which is written down
 * before the run is started. `held`: a run of the job is in flight. Jobs that a person stopped wait for a person.
 */
export function deploymentStep(
  record: Pick<Replication, 'desired' | 'desiredBy' | 'taskDefinitionHash' | 'change'>,
  deployedHash: string,
  held: boolean,
  now: Date,
): DeploymentStep {
  const isBack = record.desired === 'stopped' && record.desiredBy === 'config';
  const isOther = record.taskDefinitionHash !== undefined && record.taskDefinitionHash !== deployedHash;
  if (held || !(isBack || (record.desired === 'running' && isOther))) return { do: 'nothing' };
  const { change } = record;
  if (change === undefined || change.hash !== deployedHash)
    return { do: 'start', change: { hash: deployedHash, at: now.toISOString(), attempt: 1 } };
  const isDue = now.getTime() - Date.parse(change.at) >= changeRetryMinutes * 60_000;
  // Asked again with the same identity, a run that was started is not started twice.
  if (!isDue) return { do: 'start', change };
  if (change.attempt >= changeAttempts) return { do: 'nothing' };
  return {
    do: 'start',
    change: { hash: deployedHash, at: now.toISOString(), attempt: change.attempt + 1 },
  };
}
