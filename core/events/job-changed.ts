import type { AlertState } from './alert';
import type { JobPlan } from '../planning/job-plan';
import { detailTypes, type JobChange } from './detail-types';
import type { JobChanged } from './event';
import { changeId, type OutboxMessage } from './outbox-message';

export interface ChangeOfJob {
  readonly change: JobChange;
  /** Part of the message ID, unless `idTime` is: equal whenever the same change is found again. ISO 8601 in UTC. */
  readonly at: string;
  /** Time in the message ID, where the change itself is found at another one. Absent: `at`. */
  readonly idTime?: string;
  readonly cause: string;
  readonly fix?: string;
  readonly run?: string | undefined;
  /** `noted`: it ends nothing of which people know. Absent: as the change usually is. */
  readonly state?: AlertState;
}

/** Message about a change of a job's state. */
export function jobChanged(
  job: Pick<JobPlan, 'identity' | 'mode'>,
  { change, at, idTime, cause, fix, run, state }: ChangeOfJob,
): OutboxMessage {
  const { identity, mode } = job;
  const { key, environment, department } = identity;
  const id = changeId(key, change, idTime ?? at);
  const event: JobChanged = {
    version: '1',
    id,
    type: detailTypes.jobChanged,
    environment,
    department,
    job: identity.job,
    mode,
    at,
    cause,
    ...(fix === undefined ? {} : { fix }),
    links: { show: run === undefined ? `lakeferry status ${key}` : `lakeferry show ${run}` },
    ...(run === undefined ? {} : { run }),
    change,
  };
  return { id, forJob: key, at, about: { kind: 'event', event, ...(state === undefined ? {} : { state }) } };
}
