import { isNewerVersion } from '../model/engine-versions';
import type { JobPlan } from '../planning/job-plan';
import type { NewInstancePlan, ReplicationInstancePlan } from '../planning/existing/instance-plan';
import type { EnvironmentPlan, NetworkPlan } from '../planning/plan';
import { type Change, type ChangeClass, type ItemChanges, isStop, itemChanges } from './change';
import { differingFields } from './differing-fields';
import { existingChanges } from './existing-changes';
import { type KnownFacts, taskOf } from './known-facts';
import { newNamesSteps } from './other-prefix';
import { endpointTagsDiffer } from './tags';
import { endpointEffects, moveEffects } from './task-effects';

/** Minutes that DMS takes to change an instance, during which nothing runs on it. */
const instanceMinutes = 15;

/** Words of members besides the instance and the network. Of these, only tags stop tasks. */
const words: Readonly<Record<string, string>> = {
  createDmsRoles: 'account-wide roles of DMS',
  onDelete: 'effect of deleting a stack',
  historyRetentionDays: 'days that the history is kept, for new items',
  stagingRetentionDays: 'days that staged files are kept',
  lakeOldVersionsDays: 'days that overwritten objects of the lake are kept',
  dmsRequestsPerSecond: 'DMS requests per second',
  consoleUrl: 'address of the pages that messages link to',
  tags: 'tags',
  permissionsBoundary: 'permissions boundary of all roles',
  oracleInstantClient: 'client libraries of Oracle',
};

/** Jobs that are deployed. */
export interface DeployedJobs {
  readonly all: readonly JobPlan[];
  /** Those on the environment's instance, before and after. */
  readonly onInstance: readonly JobPlan[];
  /** Steps where departments are deployed before the platform. */
  readonly departmentsFirst: readonly string[];
}

/** Changes of what all departments share. Undefined: none. */
export function environmentChanges(
  before: EnvironmentPlan,
  after: EnvironmentPlan,
  { all, onInstance, departmentsFirst }: DeployedJobs,
  facts: KnownFacts,
): ItemChanges | undefined {
  const stopsOf = (jobs: readonly JobPlan[]): ChangeClass =>
    jobs.some((job) => taskOf(job, facts)?.runs === true) ? 'stop-and-modify' : 'live';
  const onOwn = 'arn' in after.replicationInstance ? [] : onInstance;
  const tagged = all.filter((job) => onOwn.includes(job) || hasOwnEndpoint(job));
  const stops = stopsOf(all);
  const instance = instanceChanges(before, after, stopsOf(onInstance), facts);
  const moved = movedChanges(before, after);
  // All stacks of the environment have its tags, so all endpoints and the instance are held.
  const isHeld = endpointTagsDiffer(before.tags, after.tags);
  const existing = existingChanges(before.existing, after.existing, stops);
  // An existing instance keeps the groups that its owner gave it.
  const ofGroup = stopsOf(onOwn);
  const network = subnetChanges(before.network, after.network, ofGroup);
  const changes: readonly Change[] = [
    ...moved,
    ...instance,
    ...differingFields(before, after).flatMap((field): Change[] =>
      words[field] === undefined
        ? []
        : [
            {
              class: field === 'tags' && isHeld ? stopsOf(tagged) : 'live',
              sign: '~',
              text: `${words[field]}: ${shownValue(before, field)} -> ${shownValue(after, field)}`,
            },
          ],
    ),
    ...network,
    ...existing,
    ...(before.account === undefined && after.account !== undefined
      ? [
          {
            class: 'none',
            sign: '~',
            text: `account: ${after.account}, as long as the credentials are its own`,
          } as const,
        ]
      : []),
  ];
  if (changes.length === 0) return undefined;
  const isMoved = 'arn' in before.replicationInstance && instance.length > 0;
  const heldEffects = (): readonly string[] => {
    if (changesInstance(instance) || network.some(isStop))
      return endpointEffects(onInstance, facts, instanceMinutes);
    if (existing.some(isStop)) return endpointEffects(all, facts);
    return isHeld ? endpointEffects(tagged, facts) : [];
  };
  return itemChanges({
    what: 'environment',
    name: after.name,
    change: 'changed',
    changes,
    effects: isMoved ? moveEffects(onInstance, facts) : heldEffects(),
    steps: [
      ...(moved.length === 0 ? [] : newNamesSteps),
      ...(existing.some((one) => one.class === 'refused') ? departmentsFirst : []),
      ...instanceSteps(before, after, facts.engineVersion, departmentsFirst),
    ],
  });
}

/** True if Lakeferry makes at least one endpoint of the job. */
function hasOwnEndpoint({ namedEndpoints: { source, target } = {} }: JobPlan): boolean {
  return source === undefined || target === undefined;
}

/** DMS never takes an instance to an earlier version, also not from one that it raised by itself. */
function instanceChanges(
  before: EnvironmentPlan,
  after: EnvironmentPlan,
  stops: ChangeClass,
  { engineVersion: live }: KnownFacts,
): readonly Change[] {
  const [was, is] = [before.replicationInstance, after.replicationInstance];
  if ('arn' in was || 'arn' in is) return otherInstance(was, is, stops);
  const change = (name: string, old: string, now: string): readonly Change[] =>
    old === now ? [] : [{ class: stops, sign: '~', text: `${name}: ${old} -> ${now}` }];
  const others = [
    ...change('instance class', was.class, is.class),
    ...change('storage of the instance', `${was.storageGiB} GiB`, `${is.storageGiB} GiB`),
    ...change('standby instance', yesNo(was.multiAz), yesNo(is.multiAz)),
  ];
  const version = runningVersion(was, live);
  if (!isNewerVersion(version, is.engineVersion))
    return [...others, ...change('engine version', version, is.engineVersion)];
  const text = `engine version: ${version} -> ${is.engineVersion}, which DMS rejects`;
  // Nothing is sent to DMS where the template of the instance is as before.
  const isSent = was.engineVersion !== is.engineVersion || others.length > 0;
  return [...others, { class: isSent ? 'refused' : 'none', sign: '~', text }];
}

/** Departments import the ARN of Lakeferry's own instance. Runs move tasks to another: docs/adr/0037-what-dms-cannot-change-on-a-task.md. */
function otherInstance(
  was: ReplicationInstancePlan,
  is: ReplicationInstancePlan,
  stops: ChangeClass,
): readonly Change[] {
  const name = (plan: ReplicationInstancePlan): string =>
    'arn' in plan ? `${plan.identifier} (${plan.arn})` : 'one of its own';
  if (name(was) === name(is)) return [];
  const text = `replication instance: ${name(was)} -> ${name(is)}`;
  if (!('arn' in was)) return [refused(text)];
  return [{ class: stops, sign: '~', text }];
}

function instanceSteps(
  { replicationInstance: was }: EnvironmentPlan,
  { replicationInstance: is }: EnvironmentPlan,
  live: string | undefined,
  departmentsFirst: readonly string[],
): readonly string[] {
  if ('arn' in was) return [];
  if ('arn' in is) return ['delete the tasks of CDC jobs with lakeferry stop --delete', ...departmentsFirst];
  const version = runningVersion(was, live);
  return isNewerVersion(version, is.engineVersion)
    ? [`write engine-version: ${version}, or a newer one`]
    : [];
}

function runningVersion({ engineVersion }: NewInstancePlan, live: string | undefined): string {
  return live !== undefined && isNewerVersion(live, engineVersion) ? live : engineVersion;
}

/** True if DMS gets a change of the instance that it accepts. */
function changesInstance(changes: readonly Change[]): boolean {
  const isSent = changes.some((one) => one.class !== 'none');
  return isSent && changes.every((one) => one.class !== 'refused');
}

function movedChanges(before: EnvironmentPlan, after: EnvironmentPlan): readonly Change[] {
  const isOtherAccount = before.account !== undefined && before.account !== after.account;
  return [
    ...(before.region === after.region ? [] : [refused(`region: ${before.region} -> ${after.region}`)]),
    ...(before.namePrefix === after.namePrefix
      ? []
      : [refused(`name prefix: ${before.namePrefix ?? 'none'} -> ${after.namePrefix ?? 'none'}`)]),
    ...(isOtherAccount
      ? [refused(`account: ${before.account} -> ${after.account ?? 'that of the credentials'}`)]
      : []),
    ...(vpcOf(before.network) === vpcOf(after.network)
      ? []
      : [refused(`network: ${vpcOf(before.network)} -> ${vpcOf(after.network)}`)]),
  ];
}

function refused(text: string): Change {
  return { class: 'refused', sign: '~', text };
}

/** DMS does not move an instance to another VPC, and a VPC keeps its first range. */
function vpcOf(network: NetworkPlan): string {
  return network.kind === 'new' ? `a VPC of its own, ${network.cidr}` : network.vpcId;
}

const networkWords: Readonly<Record<string, string>> = {
  cidr: 'range of the VPC',
  securityGroupId: 'security group of the instance and the functions',
};

function subnetChanges(before: NetworkPlan, after: NetworkPlan, ofGroup: ChangeClass): readonly Change[] {
  if (before.kind === 'new' || after.kind === 'new' || before.vpcId !== after.vpcId) return [];
  return differingFields(before, after).map((field) => ({
    class: field === 'securityGroupId' ? ofGroup : 'live',
    sign: '~',
    text: `${networkWords[field] ?? 'private subnets'}: ${shownValue(after, field)}`,
  }));
}

function shownValue(plan: object, field: string): string {
  const value: unknown = Reflect.get(plan, field);
  if (value === undefined) return 'none';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}
