import type { Invariant } from './invariant';

export const dueTimes: Invariant = {
  name: 'due-times',
  sentence:
    'Every scheduled time of an enabled, unpaused job has a first attempt or one record that it was missed.',
  violations: ({ due, runs }) => {
    const known = new Set(runs.map(({ record }) => record.run));
    return due
      .filter(({ isOwed, run }) => isOwed && !known.has(run))
      .map(({ job, time }) => `${job} was due at ${time}, and has neither a run nor a missed one`);
  },
};
