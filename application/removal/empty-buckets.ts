import type { RemovalObstacles } from '../../core/runs/removal/refusal-text';
import { type OwnBuckets, type RemovalProgress, removalSteps } from '../../core/runs/removal/removal-event';
import type { Waiting } from '../../core/runs/removal/waiting';
import { findUsers } from './find-users';
import type { EmptyingPorts } from './removal-ports';
import { takeStep } from './take-step';
import { waitsOf } from './waits-of';

/** Result of one invocation. `more`: its time ended first. */
export type Emptying =
  | { readonly kind: 'empty'; readonly deleted: number }
  | { readonly kind: 'refused'; readonly obstacles: RemovalObstacles }
  | { readonly kind: 'more'; readonly progress: RemovalProgress };

/**
 * Empties the buckets that an environment owns, if no task and no run uses them, and nothing in them has to be published or loaded. Both
 * buckets are checked before anything is deleted, and each object again right before it is. Safe to repeat and to interrupt.
 */
export async function emptyBuckets(
  ports: EmptyingPorts,
  buckets: OwnBuckets,
  from: RemovalProgress,
  isLate: () => boolean,
  now: Date,
): Promise<Emptying> {
  const users = await findUsers(ports);
  const refused = (waiting: readonly Waiting[], deleted: number): Emptying => ({
    kind: 'refused',
    obstacles: { ...users, waiting, deleted },
  });
  if (users.tasks.length + users.runs.length > 0) return refused([], from.deleted);
  const waits = waitsOf(ports, now);
  for (let progress = from; ; ) {
    const step = removalSteps[progress.step];
    if (step === undefined) return { kind: 'empty', deleted: progress.deleted };
    const { work } = step;
    if (work !== 'check' && progress.waiting.length > 0) return refused(progress.waiting, progress.deleted);
    const bucket = buckets[step.bucket];
    const taken =
      bucket === undefined
        ? { ...progress, isOver: true }
        : await takeStep(ports.versions, { work, bucket, waits: waits[step.bucket] }, progress, isLate);
    const { isOver, ...reached } = taken;
    if (!isOver && (work === 'check' || reached.waiting.length === 0))
      return { kind: 'more', progress: reached };
    if (!isOver) return refused(reached.waiting, reached.deleted);
    progress = { ...reached, step: reached.step + 1, after: undefined };
  }
}
