import { type LakePlace, snapshotFolder } from '../../lake/keys/snapshot-keys';
import { filesOfRun, type StagedFile, type StagedObject } from '../../lake/keys/staged-files';
import { stagedNames } from '../../lake/keys/staged-names';
import type { Manifest, ManifestTable } from '../../lake/snapshots/manifest';
import type { JobPlan } from '../../planning/job-plan';
import { tableIdentity } from '../../tables/table-name';
import type { TableRecord } from '../record/run-record';

/** A table whose load went well. */
export interface FreshTable {
  readonly record: TableRecord;
  /** In the lake; ends in a slash. */
  readonly folder: string;
  readonly files: readonly StagedFile[];
}

export interface SnapshotPlan {
  /** By schema and table, ascending. */
  readonly fresh: readonly FreshTable[];
  /** Tables that did not come this time: they stay as the snapshot before has them. */
  readonly carried: readonly ManifestTable[];
}

/**
 * What a run's snapshot is made of. A table in error (where the job bears that) keeps what readers had; one that the job no longer
 * names goes.
 */
export function planSnapshot(given: {
  readonly job: Pick<JobPlan, 'expectedTables' | 'tableMappings' | 'stagingFolder'>;
  readonly place: LakePlace;
  readonly snapshot: string;
  readonly startRequestedAt: Date;
  readonly tables: readonly TableRecord[];
  readonly objects: readonly StagedObject[];
  /** The snapshot that readers follow now. */
  readonly before: Manifest | undefined;
}): SnapshotPlan {
  const { job, place, snapshot, tables, before } = given;
  const namesOf = stagedNames(job);
  const loaded = tables
    .filter(({ state }) => state === 'Table completed')
    .sort((a, b) => (tableIdentity(a) < tableIdentity(b) ? -1 : 1));
  const staged = loaded.map(namesOf);
  const files = filesOfRun(given.objects, job.stagingFolder, staged, given.startRequestedAt);
  const fresh = loaded.map((record, index) => ({
    record,
    folder: snapshotFolder(place, namesOf(record), snapshot),
    files: files[index] ?? [],
  }));
  const came = new Set(loaded.map(tableIdentity));
  const failed = new Set([...tables, ...job.expectedTables].map(tableIdentity).filter((id) => !came.has(id)));
  return { fresh, carried: (before?.tables ?? []).filter((table) => failed.has(tableIdentity(table))) };
}
