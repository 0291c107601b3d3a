import type { Manifest, Pointer } from '../../core/lake/snapshots/manifest';
import type { DeployedEnvironment } from '../environments/deployed-environment';
import { deployedJob } from '../environments/deployed-names';
import { openLake, snapshotsOf } from './lake';

export interface ListedSnapshot {
  readonly snapshot: string;
  readonly run: string;
  readonly openedAt: string;
  readonly tables: number;
  readonly rows: number;
  readonly files: number;
  readonly bytes: number;
  /** Readers follow this one. */
  readonly current: boolean;
}

export interface JobSnapshots {
  readonly job: string;
  /** Absent before the first publish. */
  readonly pointer?: Pointer;
  /** Newest first. */
  readonly snapshots: readonly ListedSnapshot[];
}

/** Lists the snapshots that the job keeps in the lake. */
export async function listSnapshots(
  environment: DeployedEnvironment,
  key: string,
  now: Date,
): Promise<JobSnapshots> {
  const job = await deployedJob(environment, key, now);
  const snapshots = snapshotsOf(openLake(environment), job);
  const pointer = await snapshots.pointer();
  const manifests = await snapshots.manifests();
  return {
    job: job.identity.key,
    ...(pointer === undefined ? {} : { pointer }),
    snapshots: manifests.map((manifest) => listedOf(manifest, pointer?.snapshot)),
  };
}

function listedOf(
  { snapshot, run, openedAt, tables }: Manifest,
  current: string | undefined,
): ListedSnapshot {
  const files = tables.flatMap((one) => one.files);
  return {
    snapshot,
    run,
    openedAt,
    tables: tables.length,
    rows: tables.reduce((sum, { rows }) => sum + rows, 0),
    files: files.length,
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    current: snapshot === current,
  };
}
