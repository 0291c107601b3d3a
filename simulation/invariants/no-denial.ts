import { atTime, type Invariant } from './invariant';

export const noDenial: Invariant = {
  name: 'no-denial',
  sentence: 'IAM refuses no call of a function: no permission is missing, whatever path a run takes.',
  violations: ({ denials }) => denials.map(({ at, caller, detail }) => `${atTime(at)}: ${caller}: ${detail}`),
};
