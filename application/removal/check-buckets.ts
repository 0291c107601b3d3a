import type { RemovalObstacles } from '../../core/runs/removal/refusal-text';
import { begunRemoval, type OwnBuckets, removalSteps } from '../../core/runs/removal/removal-event';
import { findUsers } from './find-users';
import type { EmptyingPorts } from './removal-ports';
import { takeStep } from './take-step';
import { waitsOf } from './waits-of';

export interface CheckedBuckets {
  readonly obstacles: RemovalObstacles;
  /** False: the time of the invocation ended first. */
  readonly isComplete: boolean;
}

/** Finds all that would refuse the removal of an environment. Reads only. */
export async function checkBuckets(
  ports: EmptyingPorts,
  buckets: OwnBuckets,
  isLate: () => boolean,
  now: Date,
): Promise<CheckedBuckets> {
  const users = await findUsers(ports);
  const waits = waitsOf(ports, now);
  let progress = begunRemoval(now);
  let isComplete = true;
  for (const { work, bucket: kind } of removalSteps) {
    const bucket = buckets[kind];
    if (work !== 'check' || bucket === undefined) continue;
    const step = { work, bucket, waits: waits[kind] };
    const { isOver, waiting } = await takeStep(ports.versions, step, progress, isLate);
    progress = { ...progress, waiting };
    isComplete &&= isOver;
  }
  return { obstacles: { ...users, waiting: progress.waiting }, isComplete };
}
