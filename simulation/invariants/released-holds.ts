import { atTime, type Invariant } from './invariant';

export const releasedHolds: Invariant = {
  name: 'released-holds',
  sentence: 'No task stays held after its deployment has ended, or after the deadline.',
  violations: ({ holds, stacks, heldTooLong }) => [
    ...holds.map(({ name }) => `the hold ${name} is left`),
    ...stacks
      .filter(({ isOver }) => !isOver)
      .map(({ name, status }) => `the stack ${name} is still ${status}`),
    ...heldTooLong.map(({ at, detail }) => `${atTime(at)}: ${detail}`),
  ],
};
