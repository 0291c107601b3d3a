import type { LakeObjects } from '../../aws/lake/objects';
import type { LoadInbox } from '../../aws/platform';
import type { RunRecord } from '../../core/runs/record/run-record';
import { listObjects } from '../lake/list-objects';

/** File in the inbox for which no run has opened yet. */
export interface WaitingFile {
  readonly name: string;
  readonly size: number;
  /** ISO 8601 in UTC. */
  readonly droppedAt: string;
}

export interface WaitingFiles {
  /** Oldest first. */
  readonly files: readonly WaitingFile[];
  /** Objects in the folder, or the number that was read. */
  readonly inFolder: number;
}

/** Pages of 1,000 objects: loaded files stay in the inbox. */
const mostPages = 10;

/** Files that were written after the newest run of their key opened. `isComplete`: `runs` has all runs of the load. */
export async function waitingFiles(
  objects: Pick<LakeObjects, 'page'>,
  { bucket, inbox }: LoadInbox,
  runs: readonly RunRecord[],
  isComplete: boolean,
): Promise<WaitingFiles> {
  const found = await listObjects(objects, bucket, inbox, mostPages);
  const opened = new Map<string, number>();
  for (const { trigger, openedAt } of runs)
    if (trigger.by === 'file' && !opened.has(trigger.key)) opened.set(trigger.key, Date.parse(openedAt));
  // Of an older file, the run may be beyond those that were read.
  const since = isComplete ? 0 : Date.parse(runs.at(-1)?.openedAt ?? '');
  const files = found
    .filter(({ key, size }) => !(key.endsWith('/') && size === 0))
    .filter(({ key, lastModified }) => {
      const at = lastModified.getTime();
      return at >= since && at > (opened.get(key) ?? 0);
    })
    .map(({ key, size, lastModified }) => ({
      name: key.slice(inbox.length),
      size,
      droppedAt: lastModified.toISOString(),
    }))
    .sort((a, b) => (a.droppedAt < b.droppedAt ? -1 : 1));
  return { files, inFolder: found.length };
}
