import { atTime, type Invariant } from './invariant';
import type { Observation, TaskLife } from './observation';

/** Milliseconds in which a task stops after its job was held. */
const stopsWithin = 600_000;
const ended: ReadonlySet<string> = new Set(['Table completed', 'Table error']);

export const keptLoads: Invariant = {
  name: 'kept-loads',
  sentence:
    'No deployment stops a load, and a CDC task that a poll starts again continues from its checkpoint.',
  violations: (observed) => [...stoppedLoads(observed), ...lostPositions(observed)],
};

function stoppedLoads({ heldJobs, replications, tasks }: Observation): readonly string[] {
  return heldJobs.flatMap(({ job, at }) => {
    const own = replications.find(({ forJob }) => forJob === job);
    const task = tasks.find(({ arn }) => arn === own?.taskArn);
    const loading = task === undefined ? [] : loadingTables(task, at);
    return loading.length === 0
      ? []
      : [`${atTime(at)}: ${job} was held while it loaded ${loading.join(', ')}`];
  });
}

function loadingTables({ work }: TaskLife, at: number): readonly string[] {
  const stopped = work.find(
    ({ startedAt, endedAt = 0 }) => startedAt <= at && endedAt >= at && endedAt <= at + stopsWithin,
  );
  return (stopped?.tables ?? []).filter(({ state }) => !ended.has(state)).map(({ table }) => table);
}

function lostPositions({ requests }: Observation): readonly string[] {
  return requests
    .filter(
      ({ caller, operation, isDone }) =>
        caller === 'poll-tasks' && operation === 'StartReplicationTask' && isDone,
    )
    .filter(({ startType }) => startType !== 'resume-processing')
    .map(({ at, task, startType }) => `${atTime(at)}: a poll started ${task} with ${startType}`);
}
