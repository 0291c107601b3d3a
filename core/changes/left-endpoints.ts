import { jobEndpointIdentifier } from '../planning/job-identity';
import type { JobPlan } from '../planning/job-plan';
import type { DepartmentPlan } from '../planning/plan';
import { type ItemChanges, itemChanges } from './change';
import type { KnownFacts } from './known-facts';

interface Departments {
  readonly departments: readonly DepartmentPlan[];
}

/** Identifiers of the DMS endpoints that a deployment creates for jobs, with the keys of these. */
export function newJobEndpoints(before: Departments, after: Departments): ReadonlyMap<string, string> {
  const known = new Set(ownEndpoints(before).map(jobEndpointIdentifierOf));
  return new Map(
    ownEndpoints(after)
      .filter((job) => !known.has(jobEndpointIdentifierOf(job)))
      .map((job) => [jobEndpointIdentifierOf(job), job.identity.key]),
  );
}

function ownEndpoints({ departments }: Departments): readonly JobPlan[] {
  return departments
    .flatMap(({ jobs }) => jobs)
    .filter(
      ({ targetEngine, namedEndpoints }) => targetEngine === 's3' && namedEndpoints?.target === undefined,
    );
}

function jobEndpointIdentifierOf({ identity }: JobPlan): string {
  return jobEndpointIdentifier(identity);
}

/**
 * Adds to the items of jobs what CloudFormation rejects: an endpoint that it could not delete when the job was removed is no
 * longer in the stack, and its name is taken.
 */
export function withLeftEndpoints(
  items: readonly ItemChanges[],
  created: ReadonlyMap<string, string>,
  { leftEndpoints = new Map(), tasks }: Pick<KnownFacts, 'leftEndpoints' | 'tasks'>,
): readonly ItemChanges[] {
  const left = new Map(
    [...created].flatMap(([identifier, key]) => {
      const arn = leftEndpoints.get(identifier);
      return arn === undefined ? [] : [[key, { identifier, arn }] as const];
    }),
  );
  return items.map((item) => {
    const found = item.what === 'job' ? left.get(item.name) : undefined;
    if (found === undefined) return item;
    const { identifier, arn } = found;
    const text = `its endpoint ${identifier} was left behind by an earlier deployment: CloudFormation creates no other of that name`;
    const steps = [
      ...(tasks?.has(item.name) === false ? [] : [`lakeferry stop ${item.name} --delete`]),
      `aws dms delete-endpoint --endpoint-arn ${arn}`,
    ];
    return itemChanges({
      ...item,
      changes: [{ class: 'refused', sign: '~', text }, ...item.changes],
      steps: [...steps.map((step) => `before the deployment: ${step}`), ...item.steps],
    });
  });
}
