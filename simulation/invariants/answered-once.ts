import { atTime, type Invariant } from './invariant';
import type { Observation } from './observation';

/** CloudFormation waits for an hour. */
const longest = 3_600_000;

export const answeredOnce: Invariant = {
  name: 'answered-once',
  sentence:
    'Every request of CloudFormation has one answer within an hour, and none lets it change what a task uses.',
  violations: (observed) => [...requestViolations(observed), ...tooEarly(observed)],
};

function requestViolations({ stackRequests, faultTimes, now }: Observation): readonly string[] {
  return stackRequests.flatMap(({ stack, type, at, answers, endedAt }) => {
    const what = `${atTime(at)}: the ${type} request of ${stack}`;
    if (answers > 1) return [`${what} has ${answers} different answers`];
    if ((endedAt ?? now) - at > longest) return [`${what} ended after more than an hour`];
    const until = at + longest;
    const isDisturbed = faultTimes.some((fault) => fault.from <= until && fault.until >= at);
    return answers === 0 && !isDisturbed ? [`${what} has no answer`] : [];
  });
}

/** DMS refuses to change an endpoint that a running task uses. */
function tooEarly({ failedDeployments }: Observation): readonly string[] {
  return failedDeployments
    .filter(({ problem }) => problem.includes('is used by a running replication task'))
    .map(({ at, problem }) => `${atTime(at)}: ${problem}`);
}
