import { atTime, type Invariant } from './invariant';
import type { Denial } from './observation';

export const noDenial: Invariant = {
  name: 'no-denial',
  sentence: 'IAM refuses no call of a function: no permission is missing, whatever path a run takes.',
  violations: ({ denials, tasks }) => {
    // A task that is gone has no tags, so that a late request is refused instead of answered that there is no such task.
    const isAboutGone = ({ at, detail }: Denial): boolean =>
      tasks.some(({ arn, deletedAt = at + 1 }) => deletedAt <= at && detail.includes(arn));
    return denials
      .filter((denial) => !isAboutGone(denial))
      .map(({ at, caller, detail }) => `${atTime(at)}: ${caller}: ${detail}`);
  },
};
