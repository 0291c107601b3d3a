import { cutText } from '../../cut-text';
import { refusalWords } from '../../model/deployment-refusals';
import type { Task } from '../task/task';
import type { Waiting, WaitReason } from './waiting';

/** Reasons not to remove an environment. */
export interface RemovalObstacles {
  readonly tasks: readonly Pick<Task, 'identifier' | 'status'>[];
  /** IDs of runs in flight. */
  readonly runs: readonly string[];
  readonly waiting: readonly Waiting[];
  /** Objects that were deleted before, which did not wait. Absent for a check, which deletes nothing. */
  readonly deleted?: number;
}

const texts: Readonly<Record<WaitReason, string>> = {
  'not-in-lake': 'not in the lake',
  unpublished: 'the last load was not published',
  'not-published-at-all': 'the job has publish: none',
  'no-plan': 'the history has no plan of this job',
  'not-loaded': 'not loaded',
  'reject-file': 'rejected rows',
};

const steps: Readonly<Record<WaitReason, string>> = {
  'not-in-lake': 'lakeferry backfill <job>',
  unpublished: 'lakeferry run <job>',
  'not-published-at-all': 'copy what you need',
  'no-plan': 'copy what you need',
  'not-loaded': 'lakeferry load <load> <file>',
  'reject-file': 'copy what you need',
};

/** CloudFormation takes an answer of at most 4,096 bytes, and shows the text in the event of the resource. */
const longest = 1800;
const listed = 12;

/** Text of a refusal, with the page that has the steps. */
export function refusalOfRemoval(obstacles: RemovalObstacles, guide: string): string {
  const { tasks, runs, waiting, deleted } = obstacles;
  const files = waiting.reduce((sum, one) => sum + one.files, 0);
  const bytes = waiting.reduce((sum, one) => sum + one.bytes, 0);
  const parts = [
    ...named(
      'DMS tasks exist',
      tasks.map(({ identifier, status }) => `${identifier} (${status})`),
    ),
    ...named('runs are in flight', runs),
    ...(files === 0 ? [] : named(`${counted(files)}, ${bytes} bytes, wait`, waiting.map(entry))),
  ];
  const fixes = [
    ...(tasks.length === 0 ? [] : ['lakeferry stop <job> --delete']),
    ...(runs.length === 0 ? [] : ['wait for the runs, or lakeferry cancel <run>']),
    ...new Set(waiting.map(({ reason }) => steps[reason])),
    ...(files === 0 ? [] : ['or delete the files']),
  ];
  return cutText(
    `${beginningOf(deleted)}: ${parts.join('; ')}. Fix: ${fixes.join(', ')}; then ${deleted === undefined ? 'check' : 'delete the stack'} again (${guide})`,
    longest,
  );
}

function beginningOf(deleted: number | undefined): string {
  if (deleted === undefined) return 'the removal would be refused';
  const done =
    deleted === 0 ? 'nothing was deleted' : `only files that did not wait were deleted (${deleted})`;
  return `${refusalWords['removal-refused']}, and ${done}`;
}

function entry({ of, files, bytes, reason }: Waiting): string {
  return `${of} ${counted(files)} ${bytes} bytes, ${texts[reason]}`;
}

function counted(files: number): string {
  return files === 1 ? '1 file' : `${files} files`;
}

function named(what: string, names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const more = names.length - listed;
  return [`${what}: ${[...names.slice(0, listed), ...(more > 0 ? [`and ${more} more`] : [])].join(', ')}`];
}
