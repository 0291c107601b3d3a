import type { SourcePlan, TargetPlan } from '../planning/connection-plan';
import { makesEndpoint } from '../planning/existing/named-resources';
import { jobEndpointIdentifier } from '../planning/job-identity';
import type { DepartmentPlan } from '../planning/plan';
import { type ChangedItem, type ItemChanges, itemChanges } from './change';
import type { KnownFacts } from './known-facts';
import { type Connected, connectionsOf } from './lost-endpoints';

interface Endpoints {
  readonly platform?: Omit<Connected, 'departments'>;
  readonly departments: readonly DepartmentPlan[];
}

type Owner = Pick<ItemChanges, 'what' | 'name'>;

/**
 * Identifiers of the DMS endpoints that a deployment creates, with the job, source or target that each belongs to. Those of
 * databases are known only where the deployed plan of the platform is.
 */
export function newEndpoints(
  { platform, departments }: Endpoints,
  after: Connected,
): ReadonlyMap<string, Owner> {
  const known = new Map([
    ...jobEndpoints(departments),
    ...(platform === undefined ? [] : databaseEndpoints({ ...platform, departments })),
  ]);
  const wanted = [
    ...jobEndpoints(after.departments),
    ...(platform === undefined ? [] : databaseEndpoints(after)),
  ];
  return new Map(wanted.filter(([identifier]) => !known.has(identifier)));
}

function jobEndpoints(departments: readonly DepartmentPlan[]): readonly (readonly [string, Owner])[] {
  return departments
    .flatMap(({ jobs }) => jobs)
    .filter(
      ({ targetEngine, namedEndpoints }) => targetEngine === 's3' && namedEndpoints?.target === undefined,
    )
    .map(({ identity }) => [jobEndpointIdentifier(identity), { what: 'job', name: identity.key }]);
}

function databaseEndpoints(plan: Connected): readonly (readonly [string, Owner])[] {
  const owned = (
    what: ChangedItem,
    connections: readonly (SourcePlan | TargetPlan)[],
  ): readonly (readonly [string, Owner])[] =>
    connections.flatMap((one) =>
      one.engine !== 's3' && makesEndpoint(one)
        ? [[one.endpointIdentifier, { what, name: one.name }] as const]
        : [],
    );
  return [
    ...owned('source', connectionsOf('source', plan)),
    ...owned('target', connectionsOf('target', plan)),
  ];
}

/**
 * Adds to the items what CloudFormation rejects: an endpoint that it could not delete when its job or database was removed is no
 * longer in the stack, and its name is taken.
 */
export function withLeftEndpoints(
  items: readonly ItemChanges[],
  created: ReadonlyMap<string, Owner>,
  { leftEndpoints = new Map(), tasks }: Pick<KnownFacts, 'leftEndpoints' | 'tasks'>,
): readonly ItemChanges[] {
  return items.map((item) => {
    const [identifier] =
      [...created].find(([, { what, name }]) => what === item.what && name === item.name) ?? [];
    if (identifier === undefined) return item;
    if (leftEndpoints === 'denied') return { ...item, effects: [...item.effects, deniedText(identifier)] };
    const arn = leftEndpoints.get(identifier);
    if (arn === undefined) return item;
    const text = `its endpoint ${identifier} was left behind by an earlier deployment: CloudFormation creates no other of that name`;
    const steps = [
      ...(item.what === 'job' ? taskSteps(item.name, tasks) : [`delete the tasks that use ${arn}`]),
      `aws dms delete-endpoint --endpoint-arn ${arn}`,
    ];
    return itemChanges({
      ...item,
      changes: [{ class: 'refused', sign: '~', text }, ...item.changes],
      steps: [...steps.map((step) => `before the deployment: ${step}`), ...item.steps],
    });
  });
}

function deniedText(identifier: string): string {
  return `it is not known whether an endpoint ${identifier} was left behind, which would refuse the deployment: allow dms:DescribeEndpoints`;
}

function taskSteps(job: string, tasks: KnownFacts['tasks']): readonly string[] {
  return tasks?.has(job) === false ? [] : [`lakeferry stop ${job} --delete`];
}
