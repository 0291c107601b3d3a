import { jobsOnOwnEndpoint, makesEndpoint } from '../planning/existing/named-resources';
import { type Connected, connectionsOf, deleteStacks, lostEndpoints } from './lost-endpoints';

/**
 * Steps for a change of the environment after which departments no longer import something of the platform. They are deployed
 * before it, so at that time they may import nothing that only this deployment of the platform makes.
 */
export function departmentsFirst(before: Connected, after: Connected): readonly string[] {
  const names = new Set(after.departments.map(({ name }) => name));
  const gone = before.departments.map(({ name }) => name).filter((name) => !names.has(name));
  const isAlone = lostEndpoints(before, after).steps.length === 0 && !needsNewEndpoint(before, after);
  return [
    ...(gone.length === 0 ? [] : [deleteStacks(gone)]),
    ...(isAlone
      ? []
      : [
          'leave the environment as it is for now, and deploy everything else with --all, with the steps below',
        ]),
    'deploy each department with --exclusively, then everything with --all',
  ];
}

/** True if departments import an endpoint that is not deployed yet. */
function needsNewEndpoint(before: Connected, after: Connected): boolean {
  const jobs = after.departments.flatMap((department) => department.jobs);
  return (['source', 'target'] as const).some((what) => {
    const made = new Set(
      connectionsOf(what, before)
        .filter(makesEndpoint)
        .map(({ name }) => name),
    );
    return connectionsOf(what, after).some(
      (one) =>
        makesEndpoint(one) && !made.has(one.name) && jobsOnOwnEndpoint(what, one.name, jobs).length > 0,
    );
  });
}
