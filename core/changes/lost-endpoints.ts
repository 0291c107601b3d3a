import type { SourcePlan, TargetPlan } from '../planning/connection-plan';
import { jobsOnOwnEndpoint, makesEndpoint } from '../planning/existing/named-resources';
import type { DepartmentPlan, Plan } from '../planning/plan';
import { paired } from './differing-fields';

type Connection = SourcePlan | TargetPlan;
type Kind = 'source' | 'target';

/** Part of a plan with connections and the departments that import their endpoints. */
export type Connected = Pick<Plan, 'sources' | 'targets' | 'otherSources' | 'otherTargets' | 'departments'>;

/** Endpoints that a deployment would delete while departments import their ARNs, which CloudFormation rejects. */
export interface LostEndpoints {
  has(what: Kind, name: string): boolean;
  /** Steps for all of them, because a deployment is rejected for each. */
  readonly steps: readonly string[];
}

interface Lost {
  readonly what: Kind;
  readonly was: Connection;
  /** Undefined: the connection is no longer in the files. */
  readonly is: Connection | undefined;
  /** Departments that are deployed with the endpoint. */
  readonly importedBy: readonly string[];
}

export function lostEndpoints(before: Connected, after: Connected): LostEndpoints {
  const lost = [...lostOf('source', before, after), ...lostOf('target', before, after)];
  return {
    has: (what, name) => lost.some((one) => one.what === what && one.was.name === name),
    steps: stepsToLeave(lost, after.departments),
  };
}

/** All connections of a kind, also those that nothing uses. */
export function connectionsOf(
  what: Kind,
  { sources, targets, otherSources = [], otherTargets = [] }: Omit<Connected, 'departments'>,
): readonly Connection[] {
  return what === 'source' ? [...sources, ...otherSources] : [...targets, ...otherTargets];
}

function lostOf(what: Kind, before: Connected, after: Connected): readonly Lost[] {
  const jobs = before.departments.flatMap((department) => department.jobs);
  return paired(connectionsOf(what, before), connectionsOf(what, after), ({ name }) => name).flatMap(
    ({ name, was, is }) => {
      if (was === undefined || !makesEndpoint(was) || (is !== undefined && makesEndpoint(is))) return [];
      const names = jobsOnOwnEndpoint(what, name, jobs).map(({ identity }) => identity.department);
      return names.length === 0 ? [] : [{ what, was, is, importedBy: [...new Set(names)] }];
    },
  );
}

/**
 * Steps that leave no import behind. An endpoint needs no job, so one deployment moves the jobs away, and the next deletes the
 * endpoint. CDK does not deploy the stack of a department whose file is gone, so that is deleted first.
 */
function stepsToLeave(
  lost: readonly Lost[],
  departments: readonly Pick<DepartmentPlan, 'name'>[],
): readonly string[] {
  const inFiles = new Set(departments.map(({ name }) => name));
  const gone = lost.flatMap(({ importedBy }) => importedBy.filter((name) => !inFiles.has(name)));
  const staying = lost.filter(({ importedBy }) => importedBy.some((name) => inFiles.has(name)));
  const ways = staying.map(wayOut);
  return [
    ...(gone.length === 0 ? [] : [deleteStacks([...new Set(gone)].sort())]),
    ...(ways.length === 0
      ? []
      : [
          `for now, ${ways.map(({ first }) => first).join('; ')}; deploy everything with --all`,
          `when the runs that began before have ended, ${ways.map(({ later }) => later).join('; ')}; deploy everything with --all`,
        ]),
  ];
}

function wayOut({ what, was: { name }, is }: Lost): { readonly first: string; readonly later: string } {
  if (is === undefined)
    return { first: `keep the ${what} ${name} in connections.yaml`, later: `remove the ${what} ${name}` };
  return is.endpointArn === undefined
    ? { first: `keep the secret of the ${what} ${name}`, later: `remove the secret of the ${what} ${name}` }
    : {
        first: `leave the ${what} ${name} as it is, and give its jobs existing: ${what}-endpoint: ${is.endpointArn}`,
        later: `give the ${what} ${name} its endpoint, and its jobs none`,
      };
}

/** Step for departments whose file is gone, before the platform loses what they import. */
export function deleteStacks(departments: readonly string[]): string {
  return `delete the stacks of ${departments.join(', ')}: docs/deploying.md#remove-a-source-job-or-department has the steps`;
}
