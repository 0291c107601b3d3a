import type { LakeDocuments } from '../../aws/lake/documents';
import type { LakeObjects } from '../../aws/lake/objects';
import { mapConcurrently } from '../../core/concurrency';
import { manifestKey, manifestPrefix, pointerKey } from '../../core/lake/keys/snapshot-keys';
import {
  BrokenManifest,
  type Manifest,
  type Pointer,
  readManifest,
  readPointer,
} from '../../core/lake/snapshots/manifest';
import { movePointer, rollBackPointer } from '../../core/lake/snapshots/pointer';
import { byAge } from '../../core/lake/snapshots/retention';
import { RunError } from '../../core/runs/record/run-error';
import { listObjects } from './list-objects';

/** Snapshots of one job in the lake bucket: manifests, and the pointer that readers use. */
export interface Snapshots {
  pointer(): Promise<Pointer | undefined>;
  manifest(snapshot: string): Promise<Manifest | undefined>;
  /** Manifest of the snapshot that readers use. */
  current(): Promise<Manifest | undefined>;
  /** Newest first. */
  manifests(): Promise<readonly Manifest[]>;
  /** Returns the stored manifest: this one, or an earlier one of the same snapshot. */
  keep(manifest: Manifest): Promise<Manifest>;
  /** Moves the pointer to a published snapshot, unless a newer run was published. */
  point(manifest: Manifest): Promise<'moved' | 'published' | 'newer'>;
  /** Moves the pointer to a kept snapshot. Undefined when there is no pointer. */
  rollBack(
    manifest: Manifest,
    by: { readonly at: string; readonly by: string },
  ): Promise<Pointer | undefined>;
}

export interface SnapshotPorts {
  readonly documents: LakeDocuments;
  readonly objects: Pick<LakeObjects, 'page'>;
}

const attempts = 5;
const readersAtOnce = 16;

export function createSnapshots(
  { documents, objects }: SnapshotPorts,
  bucket: string,
  prefix: string,
): Snapshots {
  const place = { prefix };
  const read = async (key: string): Promise<Manifest | undefined> => {
    const found = await documents.read(bucket, key);
    return found === undefined ? undefined : sound(() => readManifest(found.text, key));
  };
  const readPointerState = async () => {
    const found = await documents.read(bucket, pointerKey(place));
    if (found === undefined) return undefined;
    return { pointer: sound(() => readPointer(found.text, pointerKey(place))), eTag: found.eTag };
  };
  /** Writes the pointer that `next` returns for the present one, unless it keeps it. */
  const change = async <Kept>(
    next: (current: Pointer | undefined) => { readonly pointer: Pointer } | { readonly keep: Kept },
  ): Promise<{ readonly moved: Pointer } | { readonly keep: Kept }> => {
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const state = await readPointerState();
      const wanted = next(state?.pointer);
      if ('keep' in wanted) return wanted;
      const text = `${JSON.stringify(wanted.pointer, null, 2)}\n`;
      const when = state === undefined ? 'absent' : { eTag: state.eTag };
      if (await documents.write(bucket, pointerKey(place), text, when)) return { moved: wanted.pointer };
    }
    throw new RunError('Throttled', `other publishes keep moving s3://${bucket}/${pointerKey(place)}; retry`);
  };

  const snapshots: Snapshots = {
    pointer: async () => (await readPointerState())?.pointer,
    manifest: (snapshot) => read(manifestKey(place, snapshot)),
    async current() {
      const pointer = await snapshots.pointer();
      return pointer === undefined ? undefined : await read(pointer.manifest.key);
    },
    async manifests() {
      const found = await listObjects(objects, bucket, manifestPrefix(place));
      const all = await mapConcurrently(readersAtOnce, found, ({ key }) => read(key));
      return all.filter((manifest) => manifest !== undefined).sort(byAge);
    },
    async keep(manifest) {
      const key = manifestKey(place, manifest.snapshot);
      if (await documents.write(bucket, key, `${JSON.stringify(manifest, null, 1)}\n`, 'absent'))
        return manifest;
      return (await read(key)) ?? manifest;
    },
    async point(manifest) {
      const done = await change<'published' | 'newer'>((current) => {
        const move = movePointer(current, manifest, manifestKey(place, manifest.snapshot));
        return move.do === 'move' ? move : { keep: move.because };
      });
      return 'moved' in done ? 'moved' : done.keep;
    },
    async rollBack(manifest, by) {
      const key = manifestKey(place, manifest.snapshot);
      const done = await change<undefined>((current) =>
        current === undefined
          ? { keep: undefined }
          : { pointer: rollBackPointer(current, manifest, key, by) },
      );
      return 'moved' in done ? done.moved : undefined;
    },
  };
  return snapshots;
}

function sound<Result>(parse: () => Result): Result {
  try {
    return parse();
  } catch (cause) {
    if (!(cause instanceof BrokenManifest)) throw cause;
    throw new RunError('SnapshotUnsound', cause.message, { cause });
  }
}
