import { fixedFactsOf, keptColumn, keptEncryption } from '../checks/position/fixed-facts';
import type { JobPlan } from '../planning/job-plan';
import { type Change, type ChangeClass, type ItemChanges, isStop, itemChanges } from './change';
import { differingFields } from './differing-fields';
import { nextLoadText } from './first-load';
import { fixedChanges } from './fixed-changes';
import { type InstancesOf, instanceChange } from './instance-change';
import { ownFieldChange, replicationChanges } from './job-fields';
import { type KnownFacts, type LivingTask, taskOf } from './known-facts';
import { firstTables, tableChanges } from './table-changes';
import { endpointEffects, holdMinutes, movedText, stopsText } from './task-effects';

/** Changes of a job that is deployed and in the file. Undefined: none. `isHeld`: a change of its tags holds its task. */
export function changedJob(
  before: JobPlan,
  after: JobPlan,
  facts: KnownFacts,
  isHeld: boolean,
  instances: InstancesOf,
): ItemChanges | undefined {
  const fields = differingFields(before, after);
  const task = taskOf(before, facts);
  const touching: ChangeClass = task?.runs === true ? 'stop-and-modify' : 'live';
  const fixedParts = fixedChanges(before, after, task, facts);
  const fixed = fixedParts.changes;
  const endpoint = keepsTarget(before, after) ? endpointChange(before, after, touching) : [];
  const mapped = fields.includes('tableMappings') ? mappingChanges(before, after, touching, facts) : [];
  // A task that is replaced is created on the other instance.
  const moved = instanceChange(before, after, instances, fixed.length > 0 ? 'live' : touching);
  const changes: readonly Change[] = [
    ...fixed,
    ...(before.mode === 'full-load' && after.mode !== 'full-load' ? [startChange(after, facts)] : []),
    ...moved,
    ...enabledChange(before, after, task),
    ...mapped,
    ...(fixed.length === 0 && fields.includes('taskSettings')
      ? [settingsChange(before, after, touching)]
      : []),
    ...endpoint,
    ...fields.flatMap((field) => {
      const change = ownFieldChange(field, before, after, facts);
      return change === undefined
        ? []
        : { ...change, ...(field === 'tags' && isHeld ? { class: touching } : {}) };
    }),
    ...replicationChanges(before, after),
  ];
  if (changes.length === 0) return undefined;
  const isSameMode = before.mode === after.mode;
  const compared = [after.identity.key, fixedFactsOf(before), fixedFactsOf(after)] as const;
  const [column, encryption] = [keptColumn(...compared), keptEncryption(...compared)];
  const isReplaced = fixed.some((one) => one.class === 'refused' || one.class === 'new-task');
  const stops = task?.runs === true && after.enabled && !isReplaced && changes.some(isStop);
  const isEndpoint = endpoint.length > 0 || (isHeld && fields.includes('tags'));
  const effects = [
    ...fixedParts.effects,
    ...(stops ? [moved.some(isStop) ? movedText : stopsText(isEndpoint ? holdMinutes : undefined)] : []),
    ...(isEndpoint && before.mode === 'full-load' ? endpointEffects([before], facts) : []),
    ...[column, encryption].flatMap((kept) => kept?.why ?? []),
  ];
  const steps = [
    ...fixedParts.steps,
    ...((isSameMode ? column?.steps : undefined) ?? []),
    ...(encryption?.steps ?? []),
  ];
  return itemChanges({ what: 'job', name: after.identity.key, change: 'changed', changes, effects, steps });
}

export function addedJob(job: JobPlan, facts: KnownFacts): ItemChanges {
  const name = job.identity.key;
  const start = job.mode === 'full-load' ? [] : [startChange(job, facts)];
  const changes = [...start, ...firstTables(job, facts)];
  return itemChanges({ what: 'job', name, change: 'added', changes });
}

function startChange(job: JobPlan, { now }: KnownFacts): Change {
  const text = `task that follows changes: ${nextLoadText(job, now, 'first run')}, or lakeferry start ${job.identity.key}`;
  return { class: 'live', sign: '+', text };
}

export function removedJob(job: JobPlan, facts: KnownFacts): ItemChanges {
  const task = taskOf(job, facts);
  const { key } = job.identity;
  const text = 'no longer scheduled; its history and what it moved remain';
  return itemChanges({
    what: 'job',
    name: key,
    change: 'removed',
    changes: [{ class: task?.runs === true ? 'stop-and-modify' : 'live', sign: '-', text }],
    effects: task?.runs === true ? ['task stops for good; its checkpoint is kept'] : [],
    steps:
      task === undefined
        ? []
        : [`before the deployment: lakeferry stop ${key} --delete, or its endpoint is left behind`],
  });
}

function enabledChange(before: JobPlan, after: JobPlan, task: LivingTask | undefined): readonly Change[] {
  if (before.enabled === after.enabled) return [];
  if (after.enabled)
    return [
      {
        class: 'live',
        sign: '+',
        text: 'enabled: its schedule starts runs, and a task that was stopped continues',
      },
    ];
  return task?.runs === true
    ? [
        {
          class: 'stop-and-modify',
          sign: '-',
          text: 'disabled: its task is stopped, and its checkpoint kept',
        },
      ]
    : [{ class: 'live', sign: '-', text: 'disabled: its schedule starts no run' }];
}

/** At least one line, also for rules that have no words of their own. */
function mappingChanges(
  before: JobPlan,
  after: JobPlan,
  touching: ChangeClass,
  facts: KnownFacts,
): readonly Change[] {
  const tables = tableChanges(before, after, touching, facts);
  return tables.length > 0 ? tables : [{ class: touching, sign: '~', text: 'rules of the table mappings' }];
}

function settingsChange(before: JobPlan, after: JobPlan, touching: ChangeClass): Change {
  const groups = differingFields(before.taskSettings, after.taskSettings);
  return { class: touching, sign: '~', text: `task settings: ${groups.join(', ')}` };
}

/** True if the job keeps its endpoint for files. With another one, the settings of the old one change nothing. */
function keepsTarget(before: JobPlan, after: JobPlan): boolean {
  const [was, is] = [fixedFactsOf(before), fixedFactsOf(after)];
  return was.target === is.target && was.targetEndpoint === is.targetEndpoint;
}

function endpointChange(before: JobPlan, after: JobPlan, touching: ChangeClass): readonly Change[] {
  const [was, is] = [before.targetSettings, after.targetSettings];
  const isNamed = after.namedEndpoints?.target !== undefined;
  const isKept = (name: string): boolean =>
    name === 'TimestampColumnName' && is[name] === undefined && before.mode === after.mode;
  const isRejected = (name: string): boolean => name === 'EncryptionMode' && is[name] === 'sse-kms';
  return differingFields(was, is).map((name) => ({
    class: isNamed ? 'live' : isKept(name) || isRejected(name) ? 'refused' : touching,
    sign: '~',
    text: `${name} of the files${isNamed ? ', to set on the existing endpoint' : ''}: ${settingText(was[name])} -> ${isKept(name) ? 'none, which the endpoint does not take' : settingText(is[name])}`,
  }));
}

function settingText(value: unknown): string {
  return value === undefined ? 'default' : typeof value === 'string' ? value : JSON.stringify(value);
}
