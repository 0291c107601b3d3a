import type { Pointer } from '../../core/lake/snapshots/manifest';
import type { ManifestSummary } from '../../core/lake/snapshots/summaries';
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
    snapshots: manifests
      .filter(({ snapshot }) => pointer?.retiring?.includes(snapshot) !== true)
      .map((manifest) => listedOf(manifest, pointer?.snapshot)),
  };
}

function listedOf({ carries: _, ...summary }: ManifestSummary, current: string | undefined): ListedSnapshot {
  return { ...summary, current: summary.snapshot === current };
}
