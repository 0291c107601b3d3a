import { namedSlot } from '../checks/position/after-deletion';
import { type FixedPart, taskReplacement } from '../checks/position/task-replacement';
import type { JobPlan, StartFrom } from '../planning/job-plan';
import type { Change } from './change';
import { nextLoadText } from './first-load';
import type { KnownFacts, LivingTask } from './known-facts';
import { replacedJob } from './replaced-job';
import { stepsToReplace } from './task-effects';

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
  // A job has one staging endpoint, whatever the name of the lake.
  const isStaged = before.targetEngine === 's3' && after.targetEngine === 's3';
  const different: readonly (readonly [FixedPart, string])[] = [
    ...difference('mode', 'mode', before.mode, after.mode),
    ...difference('source endpoint', 'source', before.source, after.source),
    ...(isStaged ? [] : difference('target endpoint', 'target', before.target, after.target)),
    ...otherEndpoint('source', before, after),
    ...otherEndpoint('target', before, after),
  ];
  const renamed = isStaged && before.target !== after.target ? [renamedLake(before, after)] : [];
  const as = (one: Change['class']): readonly Change[] =>
    different.map(([, text]) => ({ class: one, sign: '~', text }));
  if (different.length === 0) return { changes: renamed, effects: [], steps: [] };
  if (task === undefined) return { changes: [...as('live'), ...renamed], effects: [], steps: [] };
  const job = replacedJob(after);
  const refused = (why: string): FixedChanges => ({
    changes: [...as('refused'), ...renamed],
    effects: [why],
    steps: stepsToReplace(after),
  });
  if (before.targetEngine === 's3' && after.targetEngine !== 's3') return refused(leavesLake);
  if (isStaged && endpointOf('target', before) === own && endpointOf('target', after) !== own)
    return refused(leavesLake);
  const step = taskReplacement(
    different.map(([part]) => part),
    job,
  );
  if (step.do === 'refuse') return refused(step.why);
  const effect =
    step.do === 'delete'
      ? `its task is deleted, and its tables are loaded whole: ${nextLoadText(after, facts.now, 'next load')}`
      : `needs a new task: ${againText(step.start, after, task)}`;
  return {
    changes: [...as('new-task'), ...renamed],
    effects: [effect, ...unreadSlot(before, after)],
    steps: [],
  };
}

/** Reason of a refusal. CloudFormation deletes the endpoint before a run could replace the task. */
export const leavesLake = 'DMS does not delete the job’s staging endpoint while its task exists';

function difference(
  part: FixedPart,
  name: string,
  was: string,
  is: string,
): readonly (readonly [FixedPart, string])[] {
  return was === is ? [] : [[part, `${name}: ${was} -> ${is}`]];
}

const own = 'one of its own';

function endpointOf(what: 'source' | 'target', { namedEndpoints }: JobPlan): string {
  return namedEndpoints?.[what]?.arn ?? own;
}

/** Another existing endpoint of the same connection, or of another lake. */
function otherEndpoint(
  what: 'source' | 'target',
  before: JobPlan,
  after: JobPlan,
): readonly (readonly [FixedPart, string])[] {
  const isLake = what === 'target' && before.targetEngine === 's3' && after.targetEngine === 's3';
  if (!isLake && before[what] !== after[what]) return [];
  return difference(
    `${what} endpoint`,
    `${what} endpoint`,
    endpointOf(what, before),
    endpointOf(what, after),
  );
}

function renamedLake(before: JobPlan, after: JobPlan): Change {
  return { class: 'none', sign: '~', text: `target: ${before.target} -> ${after.target}` };
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

/** Time in UTC, as in all texts about tasks. */
function timeText(time: string): string {
  return `${time.slice(0, 16).replace('T', ' ')} UTC`;
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
