import { namedSlot } from '../checks/position/after-deletion';
import { fixedFactsOf, replacementFor } from '../checks/position/fixed-facts';
import type { JobPlan, StartFrom } from '../planning/job-plan';
import type { Change } from './change';
import { nextLoadText } from './first-load';
import type { KnownFacts, LivingTask } from './known-facts';
import { stepsToReplace } from './task-effects';
import { timeText } from './time-text';

export interface FixedChanges {
  readonly changes: readonly Change[];
  readonly effects: readonly string[];
  readonly steps: readonly string[];
}

/** Changes of what DMS cannot change on a task: docs/adr/0037-what-dms-cannot-change-on-a-task.md. A job without a task takes them with its next run. */
export function fixedChanges(
  before: JobPlan,
  after: JobPlan,
  task: LivingTask | undefined,
  facts: KnownFacts,
): FixedChanges {
  const [was, is] = [fixedFactsOf(before), fixedFactsOf(after)];
  // A job has one staging endpoint, whatever the name of the lake.
  const isRenamed = was.target === is.target && before.target !== after.target;
  const renamed = isRenamed ? difference('target', before.target, after.target) : [];
  const different = [
    ...difference('mode', before.mode, after.mode),
    ...difference('source', before.source, after.source),
    ...(isRenamed ? [] : difference('target', before.target, after.target)),
    ...(was.source === is.source
      ? difference('source endpoint', was.sourceEndpoint ?? own, is.sourceEndpoint ?? own)
      : []),
    ...(was.target === is.target
      ? difference('target endpoint', was.targetEndpoint ?? own, is.targetEndpoint ?? own)
      : []),
  ];
  const as = (one: Change['class']): readonly Change[] => [
    ...different.map((text) => ({ class: one, sign: '~', text }) as const),
    ...renamed.map((text) => ({ class: 'none', sign: '~', text }) as const),
  ];
  const step = task === undefined ? undefined : replacementFor(after.identity.key, was, is);
  if (task === undefined || step === undefined) return { changes: as('live'), effects: [], steps: [] };
  if (step.do === 'refuse')
    return { changes: as('refused'), effects: [step.why], steps: stepsToReplace(after) };
  const effect =
    step.do === 'delete'
      ? `its task is deleted, and its tables are loaded whole: ${nextLoadText(after, facts.now, 'next load')}`
      : `needs a new task: ${againText(step.start, after, task)}`;
  return { changes: as('new-task'), effects: [effect, ...unreadSlot(before, after)], steps: [] };
}

const own = 'one of its own';

function difference(name: string, was: string, is: string): readonly string[] {
  return was === is ? [] : [`${name}: ${was} -> ${is}`];
}

function againText(
  start: 'checkpoint' | 'load' | 'start-from',
  { replication }: JobPlan,
  { checkpointAt }: LivingTask,
): string {
  switch (start) {
    case 'load':
      return 'all tables are loaded again';
    case 'checkpoint':
      return `changes since ${checkpointAt === undefined ? 'its checkpoint' : timeText(checkpointAt)} are loaded again`;
    case 'start-from':
      return `changes since ${placeText(replication?.startFrom)} are loaded again`;
  }
}

function placeText(from: StartFrom | undefined): string {
  switch (from?.kind) {
    case 'time':
      return timeText(from.time);
    case 'position':
      return `position ${from.position}`;
    case 'checkpoint':
      return 'the checkpoint of the old one';
    case 'now':
    case undefined:
      return 'its start';
  }
}

/** A slot that a connection names outlives the task. */
function unreadSlot(before: JobPlan, after: JobPlan): readonly string[] {
  if (before.connection?.engine !== 'postgres') return [];
  const slot = namedSlot(before.connection.connectionAttributes);
  const isRead = after.mode !== 'full-load' && after.source === before.source;
  return slot === undefined || isRead
    ? []
    : [
        `the slot ${slot} of ${before.source} keeps log that this job reads no more: drop it when no other job reads it`,
      ];
}
