import { type LakePlace, snapshotFolder } from '../../lake/keys/snapshot-keys';
import { filesOfLoads, type StagedFile, type StagedObject } from '../../lake/keys/staged-files';
import { stagedNames } from '../../lake/keys/staged-names';
import type { Manifest, ManifestTable } from '../../lake/snapshots/manifest';
import { tableStateOf } from '../../model/table-state';
import type { JobPlan } from '../../planning/job-plan';
import { tableIdentity } from '../../tables/table-name';
import type { TableRecord } from '../record/table-record';
import { rejectLakeCollisions } from './lake-collisions';

/** A table that this run loaded, or an earlier attempt of it. */
export interface FreshTable {
  readonly record: TableRecord;
  /** Folder in the lake, with a slash at the end. */
  readonly folder: string;
  readonly files: readonly StagedFile[];
}

export interface SnapshotPlan {
  /** By schema and table, ascending. */
  readonly fresh: readonly FreshTable[];
  /** Tables that this run did not load: they keep the files of the snapshot before. */
  readonly carried: readonly ManifestTable[];
}

/**
 * Plans the snapshot of a run. A table that failed (in a job that allows it) keeps the files that readers have; a table that the
 * job no longer names is dropped. Throws when two tables have one folder in the lake.
 */
export function planSnapshot(given: {
  readonly job: Pick<JobPlan, 'expectedTables' | 'tableMappings' | 'stagingFolder'>;
  readonly place: LakePlace;
  readonly snapshot: string;
  readonly startRequestedAt: Date;
  readonly tables: readonly TableRecord[];
  readonly objects: readonly StagedObject[];
  /** Snapshot that readers use now. */
  readonly before: Manifest | undefined;
}): SnapshotPlan {
  const { job, place, snapshot, tables, before } = given;
  rejectLakeCollisions(job, place, tables);
  const namesOf = stagedNames(job);
  const loaded = tables
    .filter(({ state }) => tableStateOf(state) === 'completed')
    .sort((a, b) => (tableIdentity(a) < tableIdentity(b) ? -1 : 1));
  const files = filesOfLoads(
    given.objects,
    job.stagingFolder,
    loaded.map((record) => ({
      name: namesOf(record),
      since: record.carried === undefined ? given.startRequestedAt : new Date(record.carried.since),
      until: record.carried === undefined ? undefined : new Date(record.carried.until),
    })),
  );
  const fresh = loaded.map((record, index) => ({
    record,
    folder: snapshotFolder(place, namesOf(record), snapshot),
    files: files[index]?.files ?? [],
  }));
  const loadedNames = new Set(loaded.map(tableIdentity));
  const failed = new Set(
    [...tables, ...job.expectedTables].map(tableIdentity).filter((id) => !loadedNames.has(id)),
  );
  return { fresh, carried: (before?.tables ?? []).filter((table) => failed.has(tableIdentity(table))) };
}
