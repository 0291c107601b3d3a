import { type Catalogue, createCatalogue } from '../../aws/lake/catalogue';
import { createLakeDocuments } from '../../aws/lake/documents';
import { createLakeObjects, type LakeObjects } from '../../aws/lake/objects';
import { createSnapshots, type Snapshots } from '../../aws/lake/snapshots';
import { createPlans } from '../../aws/plans';
import type { JobPlan } from '../../core/planning/job-plan';
import { checkDeployed } from '../check-deployed';
import type { Connection } from '../connect';
import { notFound, wrongUse } from '../exit-codes';

/** What the commands about the lake ask. */
export interface Lake {
  readonly objects: LakeObjects;
  readonly catalogue: Catalogue;
  readonly bucket: string;
  snapshots(prefix: string): Snapshots;
}

export function openLake({ platform }: Connection): Lake {
  const ports = { documents: createLakeDocuments(), objects: createLakeObjects() };
  return {
    objects: ports.objects,
    catalogue: createCatalogue(),
    bucket: platform.lakeBucketName,
    snapshots: (prefix) => createSnapshots(ports, platform.lakeBucketName, prefix),
  };
}

/** The job as it is deployed. */
export async function deployedJob(
  connection: Connection,
  key: string | undefined,
  now: Date,
): Promise<JobPlan> {
  if (key === undefined || !/^[a-z0-9-]+\/[a-z0-9-]+$/.test(key))
    throw wrongUse(`"${key ?? ''}" is no job: write department/job, such as sales/orders-daily`);
  await checkDeployed(connection, key, now);
  const starter = await connection.deployment.jobStarter(connection.platform.environment, key);
  if (starter === undefined) throw notFound(`${key} has run, but is not deployed any more`);
  return await createPlans().job(starter.plan, key);
}

/** The snapshots of a job that has such. */
export function snapshotsOf(lake: Lake, { identity, publishing }: JobPlan): Snapshots {
  if (publishing.kind !== 'snapshot')
    throw wrongUse(
      `${identity.key} publishes ${publishing.kind === 'none' ? 'nothing' : 'each file as it arrives'}: only jobs with publish: snapshot have snapshots`,
    );
  return lake.snapshots(publishing.prefix);
}
