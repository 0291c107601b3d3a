import type { Mode } from '../../model/mode';
import type { SourceEngine } from '../../model/source-engine';
import type { StartFrom } from '../../planning/job-plan';
import { continueAfterDeletion, namedSlot } from './after-deletion';

/** Part of a task that DMS cannot change (https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.Modifying.html). */
export type FixedPart = 'mode' | 'source endpoint' | 'target endpoint' | 'replication instance';

/** Place where the new task of a job starts. `load`: it loads all tables. `start-from`: as the file says. */
export const replacementStarts = ['checkpoint', 'load', 'start-from'] as const;
export type ReplacementStart = (typeof replacementStarts)[number];

/** CDC job as it will be. */
export interface ReplacedJob {
  readonly job: string;
  readonly mode: Mode;
  /** Engine of the source; absent where it is not known. */
  readonly engine?: SourceEngine | undefined;
  readonly connectionAttributes?: string | undefined;
  readonly startFrom: StartFrom['kind'];
}

export type TaskReplacement =
  /** The job only loads from now on: its next load is whole. */
  | { readonly do: 'delete' }
  | { readonly do: 'replace'; readonly start: ReplacementStart }
  /** A new task would lose changes. */
  | { readonly do: 'refuse'; readonly why: string; readonly steps: readonly string[] };

/** Decides how a task is replaced for what DMS cannot change on it: docs/adr/0037-what-dms-cannot-change-on-a-task.md. */
export function taskReplacement(parts: readonly FixedPart[], job: ReplacedJob): TaskReplacement {
  switch (job.mode) {
    case 'full-load':
      return { do: 'delete' };
    case 'full-load-and-cdc':
      return { do: 'replace', start: 'load' };
    case 'cdc':
      if (parts.includes('source endpoint')) return fromOtherSource(job);
      if (job.engine === 'postgres' && namedSlot(job.connectionAttributes) === undefined)
        return refuse(job, 'the replication slot goes with the task, and the changes in it would be lost');
      return { do: 'replace', start: 'checkpoint' };
  }
}

function fromOtherSource(job: ReplacedJob): TaskReplacement {
  if (job.startFrom === 'now')
    return refuse(job, 'start-from is now: changes of the other source until then would be lost');
  return { do: 'replace', start: 'start-from' };
}

function refuse(job: ReplacedJob, why: string): TaskReplacement {
  return { do: 'refuse', why, steps: replacementSteps(job) };
}

/** Steps of a person who replaces the task. */
export function replacementSteps({ startFrom: _, ...job }: ReplacedJob): readonly string[] {
  const stop = `lakeferry stop ${job.job} --delete, which stores its checkpoint`;
  return job.mode === 'full-load' ? [stop] : [stop, continueAfterDeletion({ ...job, hasCheckpoint: true })];
}
