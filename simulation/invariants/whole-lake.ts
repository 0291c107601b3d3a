import { atTime, type Invariant } from './invariant';

export const wholeLake: Invariant = {
  name: 'whole-lake',
  sentence:
    'At every moment, the pointer names a manifest that exists, and each of its files is there, unchanged.',
  violations: ({ breaks }) => breaks.map(({ at, detail }) => `${atTime(at)}: ${detail}`),
};
