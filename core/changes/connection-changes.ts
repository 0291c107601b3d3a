import type { SourcePlan, TargetPlan } from '../planning/connection-plan';
import { jobsOnOwnEndpoint } from '../planning/existing/named-resources';
import type { JobPlan } from '../planning/job-plan';
import { type Change, type ChangeClass, type ChangedItem, type ItemChanges, itemChanges } from './change';
import { differingFields, paired } from './differing-fields';
import { comparedFields } from './endpoint-fields';
import { type KnownFacts, taskOf } from './known-facts';
import { deployFirst, endpointEffects, stepsToReplace } from './task-effects';

type Connection = SourcePlan | TargetPlan;

export interface ConnectionsOf {
  readonly connections: readonly Connection[];
  /** All jobs of the environment. */
  readonly jobs: readonly JobPlan[];
}

/** Changes of the sources or the targets of an environment. */
export function connectionChanges(
  what: 'source' | 'target',
  before: ConnectionsOf,
  after: ConnectionsOf,
  facts: KnownFacts,
): readonly ItemChanges[] {
  return paired(before.connections, after.connections, ({ name }) => name).flatMap(({ name, was, is }) => {
    const using = before.jobs.filter((job) => job[what] === name);
    const onOwn = jobsOnOwnEndpoint(what, name, before.jobs);
    const onOwnAfter = jobsOnOwnEndpoint(what, name, after.jobs);
    if (was === undefined) return is === undefined ? [] : [added(what, is, onOwnAfter)];
    if (is === undefined) return [removed(what, was, onOwn)];
    return changed(what, was, is, { using, onOwn, onOwnAfter }, facts);
  });
}

interface UsingJobs {
  readonly using: readonly JobPlan[];
  /** Those on Lakeferry's own endpoint, before and after. */
  readonly onOwn: readonly JobPlan[];
  readonly onOwnAfter: readonly JobPlan[];
}

function changed(
  what: ChangedItem,
  was: Connection,
  is: Connection,
  { using, onOwn, onOwnAfter }: UsingJobs,
  facts: KnownFacts,
): readonly ItemChanges[] {
  const [before, after] = comparedFields(was, is);
  const endpoint = fieldChanges(before.endpoint, after.endpoint, ({ field }) =>
    endpointClass(field, field === 'engine' ? using : onOwn, facts),
  );
  const isImported = was.engine !== 's3' && onOwn.length > 0 && onOwnAfter.length === 0;
  const isNamed = was.endpointArn === undefined && is.endpointArn !== undefined;
  const others = fieldChanges(before.others, after.others, ({ field }) => {
    if (field === 'engine') return endpointClass(field, using, facts);
    return field === 'endpoint' && isImported ? 'refused' : 'live';
  });
  const changes = [
    ...endpoint,
    ...others,
    ...(isImported && !isNamed ? [{ class: 'refused', sign: '-', text: deleted } as const] : []),
    ...(is.engine !== 's3' && was.endpointArn === undefined && onOwn.length === 0 && onOwnAfter.length > 0
      ? [{ class: 'live', sign: '+', text: `a DMS endpoint of ${is.engine}` } as const]
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
          ? departmentsFirst(onOwn)
          : using.filter((job) => taskOf(job, facts) !== undefined).flatMap(stepsToReplace),
    }),
  ];
}

/** The export of Lakeferry's own endpoint of a database goes. */
const deleted = 'its DMS endpoint is deleted: no job uses it any more';

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
    text: `${field}: ${was[field] ?? 'none'} -> ${is[field] ?? 'none'}`,
  }));
}

function added(
  what: ChangedItem,
  { name, engine, endpointArn }: Connection,
  onOwn: readonly JobPlan[],
): ItemChanges {
  const ofDatabase =
    onOwn.length > 0 ? `a DMS endpoint of ${engine}` : 'a database, without a DMS endpoint of its own';
  const text =
    endpointArn !== undefined ? `the endpoint ${endpointArn}` : engine === 's3' ? 'the lake' : ofDatabase;
  return itemChanges({ what, name, change: 'added', changes: [{ class: 'live', sign: '+', text }] });
}

/** The platform is deployed first, and CloudFormation deletes no export that a department still imports. */
function removed(
  what: ChangedItem,
  { name, engine, endpointArn }: Connection,
  onOwn: readonly JobPlan[],
): ItemChanges {
  const isImported = engine !== 's3' && onOwn.length > 0;
  const text =
    engine === 's3'
      ? 'no job writes into it any more'
      : isImported
        ? 'its DMS endpoint is deleted'
        : endpointArn === undefined
          ? 'nothing uses it any more'
          : 'no job uses it any more; its endpoint remains';
  return itemChanges({
    what,
    name,
    change: 'removed',
    changes: [{ class: isImported ? 'refused' : 'live', sign: '-', text }],
    steps: isImported ? departmentsFirst(onOwn) : [],
  });
}

function departmentsFirst(using: readonly JobPlan[]): readonly string[] {
  return [deployFirst([...new Set(using.map(({ identity }) => identity.department))])];
}
