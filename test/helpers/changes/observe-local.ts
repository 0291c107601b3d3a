import type { ChangeClass } from '../../../core/changes/change';
import type { Plan } from '../../../core/planning/plan';
import { randomOf } from '../../../simulation/random';
import { createWorld } from '../../../simulation/world/create-world';
import type { World } from '../../../simulation/world/world';
import { scheduledInput } from '../runs/run-input';
import { createExisting } from './existing-resources';
import { SynthesizedDeployment } from './synthesized-deployment';

/** What the local cloud did for a change. */
export interface LocalObservation {
  readonly class: ChangeClass;
  /** Keys of the jobs whose tasks were stopped, in order. */
  readonly stopped: readonly string[];
  /** Why CloudFormation did not make the change. */
  readonly problem: string | undefined;
  /** ARNs by identifier of the endpoints that existed before the change. */
  readonly endpoints: ReadonlyMap<string, string>;
}

export interface ObservedPlans {
  /** Plans that are deployed one after the other before the change. The jobs of the first one are run. */
  readonly deployed: readonly [Plan, ...Plan[]];
  readonly after: Plan;
  /** True: somebody deletes stopped tasks, and the endpoints that are in no stack, before the change. */
  readonly isCleared?: boolean | undefined;
}

const minute = 60_000;

/**
 * Deploys the templates of a plan in the local cloud, runs its jobs that follow changes, deploys those of the other, waits for
 * 15 minutes, and runs the jobs again. CloudFormation, DMS, the state machine and the functions are those of the local cloud.
 */
export async function observeLocal(plans: ObservedPlans): Promise<LocalObservation> {
  const { deployed, after, isCleared = false } = plans;
  const [earlier, ...later] = deployed;
  const before = later.at(-1) ?? earlier;
  const world = await createWorld({
    random: randomOf(1),
    start: new Date('2026-03-01T10:00:00Z'),
    plan: earlier,
    sources: oneSource(...deployed, after),
    authorizes: false,
    deployment: (services, names, clock) => new SynthesizedDeployment(services, names, clock),
  });
  const { dms } = world.services;
  try {
    await createExisting(world.services);
    await runFollowers(world, earlier, '2026-03-01T10:10:00Z');
    expect(dms.tasks().map(({ status }) => status)).toEqual(followers(earlier).map(() => 'running'));
    for (const plan of later) {
      await world.redeploy(plan);
      await wait(world, 5);
    }
    if (isCleared) await clear(world);
    const tasks = dms.tasks().map(({ arn, identifier, status }) => ({ arn, identifier, status }));
    const endpoints = await endpointArns(world);
    const was = deployedState(world, before);
    const first = world.dmsRequests.length;
    const problem = await world.redeploy(after).then(
      () => undefined,
      (cause: unknown) => String(cause),
    );
    await wait(world, 15);
    await runFollowers(world, problem === undefined ? after : before, '2026-03-01T13:00:00Z');
    const done = (operation: string): readonly string[] => {
      const requests = world.dmsRequests
        .slice(first)
        .filter((one) => one.done && one.operation === operation);
      return tasks
        .filter(({ arn }) => requests.some(({ task }) => task === arn))
        .map(({ identifier }) => identifier);
    };
    const jobs = deployed.flatMap(({ departments }) => departments.flatMap((one) => one.jobs));
    const stopped = [
      ...new Set(
        done('StopReplicationTask').map(
          (task) => jobs.find(({ identity }) => identity.slug === task)?.identity.key ?? task,
        ),
      ),
    ].sort();
    const observed = { stopped, problem, endpoints };
    if (problem !== undefined) {
      // All is as it was before.
      expect(dms.tasks()).toMatchObject(tasks);
      return { class: 'refused', ...observed };
    }
    if (done('DeleteReplicationTask').length > 0) return { class: 'new-task', ...observed };
    const changing = ['StopReplicationTask', 'ModifyReplicationTask', 'MoveReplicationTask'];
    if (changing.some((operation) => done(operation).length > 0))
      return { class: 'stop-and-modify', ...observed };
    return { class: was === deployedState(world, after) ? 'none' : 'live', ...observed };
  } finally {
    await world.stop();
  }
}

function followers({ departments }: Plan) {
  return departments
    .flatMap(({ jobs }) => jobs)
    .filter(({ mode, enabled }) => mode !== 'full-load' && enabled);
}

/** Starts a run of each job that follows changes, and waits for it. */
async function runFollowers(world: World, plan: Plan, at: string): Promise<void> {
  const { operate, stepFunctions, stateMachineArn } = world.services;
  for (const { identity } of followers(plan)) {
    const Name = `/lakeferry/${plan.environment.name}/jobs/${identity.key}`;
    const found = Object(await operate('ssm', 'GetParameters', { Names: [Name] }));
    const { job, plan: address, endpoints } = JSON.parse(found.Parameters[0].Value);
    const input = { job, plan: address, endpoints, trigger: scheduledInput({}, at).trigger };
    stepFunctions.startExecution({ stateMachineArn, input: JSON.stringify(input) });
  }
  await wait(world, 6);
}

async function wait({ clock, runUntil }: World, minutes: number): Promise<void> {
  await runUntil(new Date(clock.milliseconds + minutes * minute));
}

/** What CloudFormation has made and functions read, without the texts for people. */
function deployedState({ services }: World, { departments }: Plan): string {
  const stacks = services.cloudFormation.stacks
    .all()
    .map(({ name, resources }) => [name, [...resources].map(([id, { properties }]) => [id, properties])]);
  return JSON.stringify([stacks, departments], (key, value: unknown) =>
    key.toLowerCase() === 'description' ? undefined : value,
  ).replaceAll(/[0-9a-f]{64}\.json/g, 'plan.json');
}

async function endpointArns({ services }: World): Promise<ReadonlyMap<string, string>> {
  const { Endpoints } = Object(await services.operate('dms', 'DescribeEndpoints', {}));
  return new Map(
    Object.values<object>(Endpoints).map((one) => {
      const { EndpointIdentifier, EndpointArn } = Object(one);
      return [String(EndpointIdentifier), String(EndpointArn)];
    }),
  );
}

/** Does what `lakeferry diff` says of a job whose endpoint was left behind. */
async function clear(world: World): Promise<void> {
  const { operate, dms, cloudFormation } = world.services;
  for (const { arn, status } of dms.tasks())
    if (status === 'stopped') await operate('dms', 'DeleteReplicationTask', { ReplicationTaskArn: arn });
  await wait(world, 2);
  const known = cloudFormation.stacks.all().flatMap(({ resources }) => [...resources.values()]);
  for (const [identifier, EndpointArn] of await endpointArns(world))
    if (identifier.endsWith('-target') && !known.some(({ deployed }) => deployed.ref === EndpointArn))
      await operate('dms', 'DeleteEndpoint', { EndpointArn });
}

/** One database behind all sources, with all tables. */
function oneSource(...plans: readonly Plan[]) {
  const tables = plans
    .flatMap(({ departments }) => departments.flatMap(({ jobs }) => jobs))
    .flatMap(({ expectedTables }) => expectedTables)
    .map(({ schema, table }) => ({ schema, table, rows: 10, loadSeconds: 10, changesPerMinute: 0 }));
  const source = { tables: [...new Map(tables.map((one) => [`${one.schema}.${one.table}`, one])).values()] };
  const names = plans.flatMap(({ sources, otherSources = [] }) => [...sources, ...otherSources]);
  // Existing endpoints have no connection.
  return Object.fromEntries([...names.map(({ name }) => [name, source]), ['', source]]);
}
