import { type Catalogue, createCatalogue } from '../../aws/lake/catalogue';
import { createLakeDocuments } from '../../aws/lake/documents';
import { createLakeObjects, type LakeObjects } from '../../aws/lake/objects';
import { createLakeReader, type LakeReader } from '../../aws/lake/reader';
import type { Plans } from '../../aws/plans';
import type { Manifest } from '../../core/lake/snapshots/manifest';
import type { JobPlan } from '../../core/planning/job-plan';
import type { DeployedEnvironment } from '../environments/deployed-environment';
import { UseCaseError } from '../use-case-error';
import { readNamedSnapshots } from './named-snapshots';
import { createSnapshots, type Snapshots } from './snapshots';

/** The lake bucket of an environment and its Glue catalogue. */
export interface Lake {
  readonly objects: LakeObjects;
  readonly catalogue: Catalogue;
  readonly bucket: string;
  readonly reader: LakeReader;
  snapshots(prefix: string): Snapshots;
  /** Manifests of snapshots that readers are not switched to, by key. */
  namedSnapshots(prefix: string): Promise<ReadonlyMap<string, Manifest>>;
}

/** Plans of deployed jobs and the lake. Absent: those in AWS. */
export interface LakePorts {
  readonly plans?: Plans | undefined;
  readonly lake?: Lake | undefined;
}

export function openLake({ platform }: Pick<DeployedEnvironment, 'platform'>): Lake {
  const ports = { documents: createLakeDocuments(), objects: createLakeObjects() };
  return {
    objects: ports.objects,
    catalogue: createCatalogue(),
    bucket: platform.lakeBucketName,
    reader: createLakeReader(),
    namedSnapshots: (prefix) => readNamedSnapshots(ports, platform.lakeBucketName, prefix),
    snapshots: (prefix) => createSnapshots(ports, platform.lakeBucketName, prefix),
  };
}

/** Throws for a job that does not publish snapshots. */
export function snapshotsOf(
  lake: Pick<Lake, 'snapshots'>,
  { identity, publishing }: Pick<JobPlan, 'identity' | 'publishing'>,
): Snapshots {
  if (publishing.kind !== 'snapshot')
    throw new UseCaseError({ kind: 'no-snapshots', job: identity.key, publishes: publishing.kind });
  return lake.snapshots(publishing.prefix);
}
