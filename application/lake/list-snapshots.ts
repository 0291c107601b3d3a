import type { Manifest, Pointer } from '../../core/lake/snapshots/manifest';
import { byAge } from '../../core/lake/snapshots/retention';
import { type ManifestSummary, summaryOf } from '../../core/lake/snapshots/summaries';
import type { DeployedEnvironment } from '../environments/deployed-environment';
import { deployedJob } from '../environments/deployed-names';
import { type LakePorts, openLake, snapshotsOf } from './lake';

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

export interface NamedSnapshot extends Omit<ListedSnapshot, 'current'> {
  readonly keptUntil?: string;
  /** `s3://` addresses of its tables. */
  readonly folders: readonly string[];
}

export interface JobSnapshots {
  readonly job: string;
  /** Absent before the first publish. */
  readonly pointer?: Pointer;
  /** Newest first. */
  readonly snapshots: readonly ListedSnapshot[];
  /** Snapshots of some tables, which readers are not switched to, newest first. */
  readonly named: readonly NamedSnapshot[];
}

/** Lists the snapshots that the job keeps in the lake. */
export async function listSnapshots(
  environment: DeployedEnvironment,
  key: string,
  now: Date,
  { plans, lake = openLake(environment) }: LakePorts = {},
): Promise<JobSnapshots> {
  const job = await deployedJob(environment, key, now, plans);
  const snapshots = snapshotsOf(lake, job);
  const { publishing } = job;
  const named =
    publishing.kind === 'snapshot'
      ? await lake.namedSnapshots(publishing.prefix)
      : new Map<string, Manifest>();
  const pointer = await snapshots.pointer();
  const manifests = await snapshots.manifests();
  return {
    job: job.identity.key,
    ...(pointer === undefined ? {} : { pointer }),
    snapshots: manifests
      .filter(({ snapshot }) => pointer?.retiring?.includes(snapshot) !== true)
      .map((manifest) => listedOf(manifest, pointer?.snapshot)),
    named: [...named.values()].map((manifest) => namedOf(manifest, lake.bucket)).sort(byAge),
  };
}

function listedOf({ carries: _, ...summary }: ManifestSummary, current: string | undefined): ListedSnapshot {
  return { ...summary, current: summary.snapshot === current };
}

function namedOf(manifest: Manifest, bucket: string): NamedSnapshot {
  const { carries: _, ...summary } = summaryOf(manifest);
  const { keptUntil, tables } = manifest;
  return {
    ...summary,
    ...(keptUntil === undefined ? {} : { keptUntil }),
    folders: tables.map(({ folder }) => `s3://${bucket}/${folder}`),
  };
}
