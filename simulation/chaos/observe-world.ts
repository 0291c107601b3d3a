import { runOf } from '../../aws/history/run-item';
import type { Department } from '../../core/config/schema/department-schema';
import type { Job } from '../../core/config/schema/job-schema';
import { isTerminal } from '../../core/runs/admission/decide-hold';
import { runKey } from '../../core/runs/record/history-keys';
import type { LakeReader } from '../invariants/lake-reader';
import type { Delivery, Observation, ObservedRun } from '../invariants/observation';
import { durationSeconds } from '../../core/schedule/duration';
import { isFault } from '../faults/fault';
import type { Scenario } from '../scenario/scenario';
import type { World } from '../world/world';
import type { DueTimes } from './due-times';
import { taskLives } from './task-lives';

export interface ObservedParts {
  readonly scenario: Scenario;
  readonly lake: LakeReader;
  readonly due: DueTimes;
  readonly heldTooLong: Observation['heldTooLong'];
  readonly failedDeployments: Observation['failedDeployments'];
}

/** Reads everything that the invariants are about. */
export async function observeWorld(
  world: World,
  { scenario, lake, due, heldTooLong, failedDeployments }: ObservedParts,
): Promise<Observation> {
  const { history, clock, services } = world;
  const deliveries = deliveriesOf(world);
  const jobs = [
    ...new Set(
      scenario.departments.flatMap(({ department, jobs }) => jobs.map(({ name }) => `${department}/${name}`)),
    ),
  ];
  const leases = await Promise.all(jobs.map(async (job) => ({ job, lease: await history.lease(job) })));
  return {
    now: clock.milliseconds,
    faultTimes: faultTimes(scenario),
    runs: await runsOf(world),
    inFlightRuns: await history.inFlightRuns(),
    leases: leases.flatMap(({ job, lease }) => (lease === undefined ? [] : [{ job, lease }])),
    outbox: await history.outbox(),
    replications: await history.replications(),
    executions: services.stepFunctions.running(),
    tasks: taskLives(world.taskChanges),
    requests: world.dmsRequests.map(({ at, by, operation, task, startType, throttled, done }) => ({
      at,
      caller: by,
      operation,
      task,
      startType,
      isThrottled: throttled,
      isDone: done,
    })),
    denials: world.refusals.map(({ at, by, service, operation, message }) => ({
      at,
      caller: by,
      detail: `${service}:${operation}: ${message}`,
    })),
    deliveries,
    due: due.all(pausesIn(deliveries)),
    limits: limitsOf(scenario),
    asked: askedTables(scenario),
    holds: await history.holds(),
    stacks: services.cloudFormation.stacks
      .all()
      .map(({ name, status }) => ({ name, status, isOver: isTerminal(status) })),
    stackRequests: services.cloudFormation.requests.map(({ stack, type, at, answers, endedAt }) => ({
      ...{ stack, type, at, endedAt },
      answers: answers.size,
    })),
    failedDeployments,
    heldTooLong,
    heldJobs: await heldJobs(world, jobs),
    breaks: lake.breaks,
  };
}

async function runsOf({ items, history }: World): Promise<readonly ObservedRun[]> {
  const found: ObservedRun[] = [];
  for (const [pk, partition] of items) {
    const item = pk.startsWith('RUN#') ? partition.get('RUN') : undefined;
    if (item === undefined) continue;
    const record = runOf(item);
    if (runKey(record.run).pk !== pk) throw new Error(`the run ${record.run} is in ${pk}`);
    found.push({ record, tables: (await history.runWithTables(record.run))?.tables ?? [] });
  }
  return found;
}

/** Times at which polls stopped tasks for deployments. */
async function heldJobs({ history }: World, jobs: readonly string[]): Promise<Observation['heldJobs']> {
  const found = await Promise.all(
    jobs.map(async (job) =>
      (await history.events(job, 1000)).map(({ kind, at }) => ({ job, kind, at: Date.parse(at) })),
    ),
  );
  return found.flat().filter(({ kind }) => kind === 'held');
}

function deliveriesOf({ events }: World): readonly Delivery[] {
  return events
    .filter(({ source }) => source === 'lakeferry')
    .map((event) => ({
      at: Date.parse(String(event['time'])),
      detailType: event['detail-type'],
      id: String(event.detail['id']),
      detail: JSON.stringify(event.detail),
    }));
}

/** Pauses, from the events about them. */
function pausesIn(deliveries: readonly Delivery[]): (job: string, at: number) => boolean {
  const changes = deliveries
    .map(({ detail }) => JSON.parse(detail))
    .filter(({ change }) => change === 'paused' || change === 'unpaused')
    .map(({ department, job, change, at }) => ({ job: `${department}/${job}`, change, at: Date.parse(at) }))
    .sort((a, b) => a.at - b.at);
  const near = 20 * 60_000;
  return (job, at) => {
    const own = changes.filter((one) => one.job === job);
    if (own.some((one) => one.at >= at - near && one.at <= at + near)) return true;
    return own.findLast((one) => one.at <= at)?.change === 'paused';
  };
}

/** All contents that departments have had. */
function deployedDepartments({ departments, timeline }: Scenario): readonly Department[] {
  return [...departments, ...timeline.flatMap((one) => ('deploy' in one ? [one.deploy] : []))];
}

function askedTables(scenario: Scenario): Observation['asked'] {
  const asked: Record<string, readonly string[]> = {};
  for (const { department, jobs } of deployedDepartments(scenario))
    for (const { name, tables } of jobs) {
      const [key, names] = [`${department}/${name}`, namesOf(tables)];
      asked[key] = (asked[key] ?? names).filter((table) => names.includes(table));
    }
  return asked;
}

/** Jobs of scenarios name their tables as text. */
function namesOf(tables: Job['tables']): readonly string[] {
  return tables.flatMap((entry) => (typeof entry === 'string' ? [entry] : []));
}

function limitsOf(scenario: Scenario): Observation['limits'] {
  const limits: Record<string, { readonly least: number; readonly most: number }> = {};
  for (const { department, jobs } of deployedDepartments(scenario))
    for (const { name, 'max-duration': most = '24h' } of jobs) {
      const key = `${department}/${name}`;
      const seconds = durationSeconds(most);
      const known = limits[key] ?? { least: seconds, most: seconds };
      limits[key] = { least: Math.min(known.least, seconds), most: Math.max(known.most, seconds) };
    }
  return limits;
}

/** A late event, a hanging function or a queue of runs may matter for an hour after its fault. */
const aftermath = 3600;

export function faultTimes({ startsAt, timeline }: Scenario): Observation['faultTimes'] {
  const start = Date.parse(startsAt);
  return timeline
    .filter(isFault)
    .map(({ at, until }) => ({ from: start + at * 1000, until: start + (until + aftermath) * 1000 }));
}
