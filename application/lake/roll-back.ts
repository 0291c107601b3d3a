import type { LakeObjects } from '../../aws/lake/objects';
import { mapConcurrently } from '../../core/concurrency';
import type { Manifest } from '../../core/lake/snapshots/manifest';
import type { DeployedEnvironment } from '../environments/deployed-environment';
import { deployedJob } from '../environments/deployed-names';
import { recordEvent } from '../replications/record-event';
import type { Requester } from '../runs/start-run';
import { UseCaseError } from '../use-case-error';
import { followManifest } from './follow-manifest';
import { followPointer } from './follow-pointer';
import { type Lake, type LakePorts, openLake, snapshotsOf } from './lake';
import { listObjects } from './list-objects';
import type { Snapshots } from './snapshots';

export interface RolledBack {
  readonly job: string;
  readonly from: string;
  /** Equals `from` when readers had the snapshot already. */
  readonly to: string;
  readonly at: string;
  readonly by: string;
}

/** Moves readers to another snapshot of the job: the one before the current one, or the one named `to`. */
export async function rollBack(
  environment: DeployedEnvironment,
  key: string,
  to: string | undefined,
  requester: Requester,
  { plans, lake = openLake(environment) }: LakePorts = {},
): Promise<RolledBack> {
  const plan = await deployedJob(environment, key, requester.at, plans);
  const job = plan.identity.key;
  const by = { at: requester.at.toISOString(), by: requester.by };
  const moved = await moveBack(lake, snapshotsOf(lake, plan), { job, to, by });
  await recordEvent(environment, job, {
    at: by.at,
    kind: 'snapshot-rolled-back',
    detail: `${by.by} moved readers from ${moved.from} to ${moved.to}`,
    run: moved.run,
  });
  return { job, from: moved.from, to: moved.to, ...by };
}

/** Chooses a kept snapshot, checks that it is complete, and moves readers to it. */
export async function moveBack(
  lake: Pick<Lake, 'objects' | 'catalogue' | 'bucket'>,
  snapshots: Snapshots,
  {
    job,
    to,
    by,
  }: {
    readonly job: string;
    readonly to: string | undefined;
    readonly by: { readonly at: string; readonly by: string };
  },
): Promise<{ readonly from: string; readonly to: string; readonly run: string }> {
  const pointer = await snapshots.pointer();
  if (pointer === undefined) throw new UseCaseError({ kind: 'nothing-published', job });
  const kept = (await snapshots.manifests()).map(({ snapshot }) => snapshot);
  const snapshot = chosen(
    kept.filter((one) => pointer.retiring?.includes(one) !== true),
    pointer.snapshot,
    to,
    job,
  );
  const target = await snapshots.manifest(snapshot);
  if (target === undefined) throw new UseCaseError({ kind: 'snapshot-removed', snapshot });
  const missing = await missingFile(lake.objects, lake.bucket, target);
  if (missing !== undefined)
    throw new UseCaseError({ kind: 'snapshot-incomplete', snapshot, missingFile: missing });
  await moveReaders(lake, snapshots, target, by);
  return { from: pointer.snapshot, to: snapshot, run: target.run };
}

/**
 * Changes the catalogue first, as a publish does: if only the pointer moved, a second try would go back by one more. When the
 * catalogue refuses a table, all tables return to the snapshot of the pointer. Throws when a publish is removing the snapshot.
 */
export async function moveReaders(
  { catalogue, bucket }: Pick<Lake, 'catalogue' | 'bucket'>,
  snapshots: Snapshots,
  target: Manifest,
  by: { readonly at: string; readonly by: string },
): Promise<void> {
  try {
    await followManifest(catalogue, target, bucket);
    if ((await snapshots.rollBack(target, by)) === 'removed')
      throw new UseCaseError({ kind: 'snapshot-removed', snapshot: target.snapshot });
  } catch (cause) {
    await followPointer(catalogue, snapshots, bucket).catch(() => undefined);
    throw cause;
  }
  // A publish at the same time may have written other tables.
  await followPointer(catalogue, snapshots, bucket);
}

/** `known` is newest first. */
function chosen(known: readonly string[], current: string, to: string | undefined, job: string): string {
  const target =
    to === undefined ? known[known.indexOf(current) + 1] : known.find((snapshot) => snapshot === to);
  if (target !== undefined) return target;
  throw new UseCaseError(
    to === undefined
      ? { kind: 'no-older-snapshot', job, than: current }
      : { kind: 'unknown-snapshot', job, snapshot: to, known },
  );
}

/** Folders that are listed at the same time: a snapshot may have a thousand tables, and a person waits. */
const foldersAtOnce = 16;

/** Returns a file of the snapshot that is gone or has another size. Lists each folder once, whichever tables share it. */
async function missingFile(
  objects: Pick<LakeObjects, 'page'>,
  bucket: string,
  { tables }: Manifest,
): Promise<string | undefined> {
  const folders = [...new Set(tables.map(({ folder }) => folder))];
  const listed = await mapConcurrently(foldersAtOnce, folders, (folder) =>
    listObjects(objects, bucket, folder),
  );
  const sizes = new Map(listed.flat().map(({ key, size }) => [key, size]));
  return tables.flatMap(({ files }) => files).find(({ key, size }) => sizes.get(key) !== size)?.key;
}
