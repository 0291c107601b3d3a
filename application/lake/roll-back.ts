import type { LakeObjects } from '../../aws/lake/objects';
import type { Manifest } from '../../core/lake/snapshots/manifest';
import type { DeployedEnvironment } from '../environments/deployed-environment';
import { deployedJob } from '../environments/deployed-names';
import { recordEvent } from '../replications/record-event';
import type { Requester } from '../runs/start-run';
import { UseCaseError } from '../use-case-error';
import { followManifest } from './follow-manifest';
import { type Lake, openLake, snapshotsOf } from './lake';
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
): Promise<RolledBack> {
  const plan = await deployedJob(environment, key, requester.at);
  const job = plan.identity.key;
  const lake = openLake(environment);
  const snapshots = snapshotsOf(lake, plan);
  const [pointer, kept] = [await snapshots.pointer(), await snapshots.manifests()];
  if (pointer === undefined) throw new UseCaseError({ kind: 'nothing-published', job });
  const target = chosen(kept, pointer.snapshot, to, job);
  const { snapshot } = target;
  const missing = await missingFile(lake.objects, lake.bucket, target);
  if (missing !== undefined)
    throw new UseCaseError({ kind: 'snapshot-incomplete', snapshot, missingFile: missing });
  const by = { at: requester.at.toISOString(), by: requester.by };
  await moveReaders(lake, snapshots, target, by);
  // A publish at the same moment may have removed it.
  if ((await snapshots.manifest(snapshot)) === undefined)
    throw new UseCaseError({ kind: 'snapshot-removed', snapshot });
  await recordEvent(environment, job, {
    at: by.at,
    kind: 'snapshot-rolled-back',
    detail: `${by.by} moved readers from ${pointer.snapshot} to ${snapshot}`,
    run: target.run,
  });
  return { job, from: pointer.snapshot, to: snapshot, ...by };
}

/**
 * Changes the catalogue first, as a publish does: if only the pointer moved, a second try would go back by one more. When the
 * catalogue refuses a table, all tables return to the snapshot of the pointer.
 */
export async function moveReaders(
  { catalogue, bucket }: Pick<Lake, 'catalogue' | 'bucket'>,
  snapshots: Snapshots,
  target: Manifest,
  by: { readonly at: string; readonly by: string },
): Promise<void> {
  try {
    await followManifest(catalogue, target, bucket);
    await snapshots.rollBack(target, by);
  } catch (cause) {
    const current = await snapshots.current().catch(() => undefined);
    if (current !== undefined) await followManifest(catalogue, current, bucket).catch(() => undefined);
    throw cause;
  }
}

/** `kept` is newest first. */
function chosen(kept: readonly Manifest[], current: string, to: string | undefined, job: string): Manifest {
  const known = kept.map(({ snapshot }) => snapshot);
  const target =
    to === undefined ? kept[known.indexOf(current) + 1] : kept.find(({ snapshot }) => snapshot === to);
  if (target !== undefined) return target;
  throw new UseCaseError(
    to === undefined
      ? { kind: 'no-older-snapshot', job, than: current }
      : { kind: 'unknown-snapshot', job, snapshot: to, known },
  );
}

async function missingFile(
  objects: LakeObjects,
  bucket: string,
  { tables }: Manifest,
): Promise<string | undefined> {
  for (const { folder, files } of tables) {
    const existing = new Map(
      (await listObjects(objects, bucket, folder)).map(({ key, size }) => [key, size]),
    );
    const gone = files.find(({ key, size }) => existing.get(key) !== size);
    if (gone !== undefined) return gone.key;
  }
  return undefined;
}
