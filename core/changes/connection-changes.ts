import type { SourcePlan, TargetPlan } from '../planning/connection-plan';
import { jobsOnOwnEndpoint, makesEndpoint } from '../planning/existing/named-resources';
import type { JobPlan } from '../planning/job-plan';
import { type Change, type ChangeClass, type ChangedItem, type ItemChanges, itemChanges } from './change';
import { differingFields, paired } from './differing-fields';
import { comparedFields } from './endpoint-fields';
import { type KnownFacts, taskOf } from './known-facts';
import { type Connected, connectionsOf, type LostEndpoints } from './lost-endpoints';
import { endpointEffects, stepsToReplace } from './task-effects';

type Connection = SourcePlan | TargetPlan;

/** Changes of the sources or the targets of an environment. `lost`: endpoints that CloudFormation does not delete. */
export function connectionChanges(
  what: 'source' | 'target',
  before: Connected,
  after: Connected,
  lost: LostEndpoints,
  facts: KnownFacts,
): readonly ItemChanges[] {
  const [jobs, jobsAfter] = [jobsOf(before), jobsOf(after)];
  return paired(connectionsOf(what, before), connectionsOf(what, after), ({ name }) => name).flatMap(
    ({ name, was, is }) => {
      const using = jobs.filter((job) => job[what] === name);
      const onOwn = jobsOnOwnEndpoint(what, name, jobs);
      if (was === undefined)
        return is === undefined ? [] : [added(what, is, jobsOnOwnEndpoint(what, name, jobsAfter))];
      const steps = lost.has(what, name) ? lost.steps : undefined;
      if (is === undefined) return [removed(what, was, steps)];
      return changed(what, was, is, { using, onOwn, stepsToLeave: steps }, facts);
    },
  );
}

function jobsOf({ departments }: Connected): readonly JobPlan[] {
  return departments.flatMap((department) => department.jobs);
}

interface UsingJobs {
  readonly using: readonly JobPlan[];
  /** Those on Lakeferry's own endpoint. */
  readonly onOwn: readonly JobPlan[];
  /** Present where departments import the endpoint, which goes. */
  readonly stepsToLeave: readonly string[] | undefined;
}

function changed(
  what: ChangedItem,
  was: Connection,
  is: Connection,
  { using, onOwn, stepsToLeave }: UsingJobs,
  facts: KnownFacts,
): readonly ItemChanges[] {
  const [before, after] = comparedFields(was, is);
  const endpoint = fieldChanges(before.endpoint, after.endpoint, ({ field }) =>
    endpointClass(field, field === 'engine' ? using : onOwn, facts),
  );
  const isImported = stepsToLeave !== undefined;
  const others = fieldChanges(before.others, after.others, ({ field }) => {
    if (field === 'engine') return endpointClass(field, using, facts);
    return field === 'endpoint' && isImported ? 'refused' : 'live';
  });
  const changes = [
    ...endpoint,
    ...others,
    ...(isImported && is.endpointArn === undefined
      ? [{ class: 'refused', sign: '-', text: 'its DMS endpoint is deleted' } as const]
      : []),
  ];
  if (changes.length === 0) return [];
  const isRefused = changes.some((one) => one.class === 'refused');
  return [
    itemChanges({
      what,
      name: is.name,
      change: 'changed',
      changes,
      effects: endpoint.length === 0 || isRefused ? [] : endpointEffects(onOwn, facts),
      steps: !isRefused
        ? []
        : isImported
          ? stepsToLeave
          : using.filter((job) => taskOf(job, facts) !== undefined).flatMap(stepsToReplace),
    }),
  ];
}

function endpointClass(field: string, using: readonly JobPlan[], facts: KnownFacts): ChangeClass {
  const tasks = using.flatMap((job) => taskOf(job, facts) ?? []);
  if (field === 'engine' && tasks.length > 0) return 'refused';
  return tasks.some(({ runs }) => runs) ? 'stop-and-modify' : 'live';
}

function fieldChanges(
  was: Readonly<Record<string, string>>,
  is: Readonly<Record<string, string>>,
  classOf: (change: { readonly field: string }) => ChangeClass,
): readonly Change[] {
  return differingFields(was, is).map((field) => ({
    class: classOf({ field }),
    sign: '~',
    text: `${field}: ${was[field] ?? 'none'} -> ${is[field] ?? 'none'}${keptText(field, is)}`,
  }));
}

/** No value of CertificateArn means none. Only the modes that verify use it. */
function keptText(field: string, is: Readonly<Record<string, string>>): string {
  return field === 'certificate' && is[field] === 'none'
    ? '; the old certificate stays on the endpoint, and is not used'
    : '';
}

function added(what: ChangedItem, connection: Connection, onOwn: readonly JobPlan[]): ItemChanges {
  const { name, engine, endpointArn } = connection;
  const ofDatabase = makesEndpoint(connection)
    ? `a DMS endpoint of ${engine}${onOwn.length === 0 ? ', which no job uses yet' : ''}`
    : 'a database, without a DMS endpoint of its own';
  const text =
    endpointArn !== undefined ? `the endpoint ${endpointArn}` : engine === 's3' ? 'the lake' : ofDatabase;
  return itemChanges({ what, name, change: 'added', changes: [{ class: 'live', sign: '+', text }] });
}

/** The platform is deployed first, and CloudFormation deletes no export that a department still imports. */
function removed(what: ChangedItem, was: Connection, steps: readonly string[] | undefined): ItemChanges {
  const text =
    was.engine === 's3'
      ? 'no job writes into it any more'
      : makesEndpoint(was)
        ? 'its DMS endpoint is deleted'
        : was.endpointArn === undefined
          ? 'nothing uses it any more'
          : 'no job uses it any more; its endpoint remains';
  return itemChanges({
    what,
    name: was.name,
    change: 'removed',
    changes: [{ class: steps === undefined ? 'live' : 'refused', sign: '-', text }],
    steps: steps ?? [],
  });
}
