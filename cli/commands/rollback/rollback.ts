import { followManifest } from '../../../aws/lake/catalogue';
import { listObjects } from '../../../aws/lake/list-objects';
import type { LakeObjects } from '../../../aws/lake/objects';
import type { Snapshots } from '../../../aws/lake/snapshots';
import type { Manifest } from '../../../core/lake/snapshots/manifest';
import { present, type Run } from '../../command';
import { connect } from '../../connect';
import { notFound, wrongUse } from '../../exit-codes';
import { deployedJob, type Lake, openLake, snapshotsOf } from '../../lake/lake-job';
import { recordEvent } from '../../replication/cdc-job';
import { whoAsks } from '../../start-run';

/** Moves readers to an earlier snapshot: the pointer, the catalogue, and a word in the history. */
export const rollback: Run = async (invocation) => {
  const { shell, args, own } = invocation;
  const connection = await connect(invocation);
  const now = shell.now();
  const job = await deployedJob(connection, args[0], now);
  const key = job.identity.key;
  const lake = openLake(connection);
  const snapshots = snapshotsOf(lake, job);
  const [pointer, kept] = [await snapshots.pointer(), await snapshots.manifests()];
  if (pointer === undefined) throw notFound(`${key} has published nothing that one could go back from`);
  const wanted = typeof own['to'] === 'string' ? own['to'] : undefined;
  const target = chosen(kept, pointer.snapshot, wanted, key);
  const missing = await missingFile(lake.objects, lake.bucket, target);
  if (missing !== undefined)
    throw wrongUse(`${target.snapshot} is not whole any more (${missing} is gone): name another snapshot`);
  const by = { at: now.toISOString(), by: whoAsks() };
  await moveReaders(lake, snapshots, target, by);
  // A publish that went on at the same moment may have removed it.
  if ((await snapshots.manifest(target.snapshot)) === undefined)
    throw wrongUse(`${target.snapshot} was removed meanwhile: go to another snapshot at once`);
  await recordEvent(connection, key, {
    at: by.at,
    kind: 'snapshot-rolled-back',
    detail: `${by.by} moved readers from ${pointer.snapshot} to ${target.snapshot}`,
    run: target.run,
  });
  present(invocation, { job: key, from: pointer.snapshot, to: target.snapshot, ...by }, ({ from, to }) =>
    from === to
      ? `readers of ${key} have ${to} already`
      : `readers of ${key} have ${to} now, no longer ${from}; the job's next run brings them forward again`,
  );
  return undefined;
};

/**
 * Catalogue first, as a publish does it: a pointer that moved alone would make the next try go back by one more. What the catalogue
 * does not take goes back to where the pointer is.
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
    const standing = await snapshots.current().catch(() => undefined);
    if (standing !== undefined) await followManifest(catalogue, standing, bucket).catch(() => undefined);
    throw cause;
  }
}

/** `kept` is newest first. */
function chosen(
  kept: readonly Manifest[],
  pointed: string,
  wanted: string | undefined,
  key: string,
): Manifest {
  const known = kept.map(({ snapshot }) => snapshot);
  const target =
    wanted === undefined
      ? kept[known.indexOf(pointed) + 1]
      : kept.find(({ snapshot }) => snapshot === wanted);
  if (target !== undefined) return target;
  throw notFound(
    wanted === undefined
      ? `${key} keeps no snapshot older than ${pointed}`
      : `${key} keeps no snapshot ${wanted}, but ${known.join(', ')}`,
  );
}

async function missingFile(
  objects: LakeObjects,
  bucket: string,
  { tables }: Manifest,
): Promise<string | undefined> {
  for (const { folder, files } of tables) {
    const there = new Map((await listObjects(objects, bucket, folder)).map(({ key, size }) => [key, size]));
    const gone = files.find(({ key, size }) => there.get(key) !== size);
    if (gone !== undefined) return gone.key;
  }
  return undefined;
}
