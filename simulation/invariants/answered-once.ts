import { atTime, type Invariant } from './invariant';

/** CloudFormation waits for an hour. */
const longest = 3_600_000;

export const answeredOnce: Invariant = {
  name: 'answered-once',
  sentence:
    'Every request of CloudFormation has one answer, and the deployment never waits for longer than an hour.',
  violations: ({ stackRequests, faultTimes, now }) =>
    stackRequests.flatMap(({ stack, type, at, answers, endedAt }) => {
      const what = `${atTime(at)}: the ${type} request of ${stack}`;
      if (answers > 1) return [`${what} has ${answers} different answers`];
      if ((endedAt ?? now) - at > longest) return [`${what} ended after more than an hour`];
      const until = at + longest;
      const isDisturbed = faultTimes.some((fault) => fault.from <= until && fault.until >= at);
      return answers === 0 && !isDisturbed ? [`${what} has no answer`] : [];
    }),
};
