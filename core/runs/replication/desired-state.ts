import type { ChangeMode } from '../../model/mode';
import type { JobPlan, ReplicationPlan } from '../../planning/job-plan';
import { endpointsOf, type RunRecord, requesterOf } from '../record/run-record';
import { taskDefinitionHashOf } from './deployed-task-definition';
import type { Replication } from './replication';
import { planHashOf } from './task-modification';

/** Settings of plans from before these keys existed. */
const defaults: ReplicationPlan = { startFrom: { kind: 'now' }, maxLatencySeconds: 900, resumeLimit: 5 };

/** Desired state that a run of a CDC job records: the task runs as the plan says. */
export function desiredReplication(
  record: RunRecord,
  job: JobPlan,
  now: Date,
): Omit<Replication, 'desired'> & { readonly mode: ChangeMode } {
  const { maxLatencySeconds, resumeLimit } = replicationPlanOf(job);
  return {
    forJob: record.jobKey,
    mode: job.mode === 'cdc' ? 'cdc' : 'full-load-and-cdc',
    desiredBy: requesterOf(record),
    desiredAt: now.toISOString(),
    taskIdentifier: job.identity.slug,
    planHash: planHashOf(job),
    taskDefinitionHash: taskDefinitionHashOf(job),
    plan: record.plan,
    endpoints: endpointsOf(record),
    source: job.connection,
    maxLatencySeconds,
    resumeLimit,
    run: record.run,
  };
}

export function replicationPlanOf(job: JobPlan): ReplicationPlan {
  return job.replication ?? defaults;
}

/** Returns true when a run of this trigger must leave the job stopped: only a person's request starts what a person stopped. */
export function isKeptStopped(
  { desired, desiredBy }: Pick<Replication, 'desired' | 'desiredBy'>,
  trigger: RunRecord['trigger'],
): boolean {
  return (
    desired === 'stopped' && desiredBy !== 'config' && trigger.by !== 'request' && trigger.by !== 'retry'
  );
}

/** Returns true when a person has stopped the job since the run opened: OpenRun has found it to be started. */
export function isStoppedMeanwhile(
  known: Pick<Replication, 'desired' | 'desiredBy' | 'desiredAt'>,
  { trigger, openedAt }: Pick<RunRecord, 'trigger' | 'openedAt'>,
): boolean {
  if (isKeptStopped(known, trigger)) return true;
  // A person who stops and starts a job has one clock.
  const since = trigger.by === 'request' || trigger.by === 'retry' ? trigger.requestedAt : openedAt;
  return known.desired === 'stopped' && known.desiredBy !== 'config' && known.desiredAt > since;
}
