import type { RunRecord } from '../record/run-record';

type Loaded = Pick<RunRecord, 'phases' | 'verdict' | 'publishes' | 'part'>;

/**
 * Returns true when the last good load of a job that publishes snapshots was published, and undefined when none of the runs is a good load
 * of all tables. Runs: the newest first. A load that failed has nothing to publish, and its source still has the rows.
 */
export function isSnapshotPublished(runs: readonly Loaded[]): boolean | undefined {
  for (const { phases, publishes, part } of runs) {
    if (phases.closed === undefined) return false;
    if (publishes !== undefined && phases.published === undefined) return false;
    if (publishes !== undefined && part === undefined) return true;
  }
  return undefined;
}

interface FileState {
  readonly size: number;
  readonly eTag: string;
  readonly lastModified: Date;
}

/**
 * Returns true when the object in the lake is a copy of the staged one. The ETags of an object that was copied in parts, or with
 * another key, differ. Then the copy is newer by the second of S3's times: an object that was overwritten after its copy is not.
 */
export function isCopyOf(staged: FileState, inLake: FileState | undefined): boolean {
  if (inLake?.size !== staged.size) return false;
  return inLake.eTag === staged.eTag || inLake.lastModified > staged.lastModified;
}
