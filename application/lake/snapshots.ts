import type { LakeDocuments } from '../../aws/lake/documents';
import type { LakeObjects } from '../../aws/lake/objects';
import { manifestKey, manifestPrefix, pointerKey, summariesKey } from '../../core/lake/keys/snapshot-keys';
import {
  BrokenManifest,
  type Manifest,
  type Pointer,
  readManifest,
  readPointer,
} from '../../core/lake/snapshots/manifest';
import { movePointer, retireInPointer, rollBackPointer } from '../../core/lake/snapshots/pointer';
import { byAge } from '../../core/lake/snapshots/retention';
import {
  type ManifestSummary,
  readSummaries,
  type Summaries,
  summariesText,
  summaryOf,
} from '../../core/lake/snapshots/summaries';
import { RunError } from '../../core/runs/record/run-error';
import { listObjects } from './list-objects';

/** Snapshots of one job in the lake bucket: manifests, and the pointer that readers use. */
export interface Snapshots {
  pointer(): Promise<Pointer | undefined>;
  manifest(snapshot: string): Promise<Manifest | undefined>;
  /** Manifest of the snapshot that readers use. */
  current(): Promise<Manifest | undefined>;
  /** Returns true if it has a manifest and is not being removed. */
  isKept(snapshot: string): Promise<boolean>;
  /** Summaries of all manifests, newest first. It reads only manifests that no stored summary describes, one by one. */
  manifests(): Promise<readonly ManifestSummary[]>;
  /** Stores the known summaries of the present manifests, if there are so many that reading them takes time. */
  summarize(): Promise<void>;
  /** Returns the stored manifest: this one, or an earlier one of the same snapshot. */
  keep(manifest: Manifest): Promise<Manifest>;
  /** Moves the pointer to a published snapshot, unless a newer run was published. */
  point(manifest: Manifest): Promise<'moved' | 'published' | 'newer'>;
  /** Moves the pointer to a kept snapshot. `removed`: it is being removed, or there is no pointer. */
  rollBack(
    manifest: Manifest,
    by: { readonly at: string; readonly by: string },
  ): Promise<Pointer | 'removed'>;
  /**
   * Marks snapshots that are to be removed, except the one that readers use. Returns all that are marked. `present`: those with a
   * manifest, without which a mark is dropped.
   */
  retire(goes: readonly string[], present: ReadonlySet<string>): Promise<readonly string[]>;
}

export interface SnapshotPorts {
  readonly documents: LakeDocuments;
  readonly objects: Pick<LakeObjects, 'page'>;
}

const attempts = 5;
const fewestSummaries = 3;

type Wanted<Kept> = { readonly pointer: Pointer } | { readonly keep: Kept };

export function createSnapshots(
  { documents, objects }: SnapshotPorts,
  bucket: string,
  prefix: string,
): Snapshots {
  const place = { prefix };
  /** Summaries that this process knows. */
  let known: Summaries | undefined;
  const read = async (key: string): Promise<Manifest | undefined> => {
    const found = await documents.read(bucket, key);
    if (found === undefined) return undefined;
    const manifest = sound(() => readManifest(found.text, key));
    if (known !== undefined) known[manifest.snapshot] = { ...summaryOf(manifest), eTag: found.eTag };
    return manifest;
  };
  const readPointerState = async () => {
    const found = await documents.read(bucket, pointerKey(place));
    if (found === undefined) return undefined;
    return { pointer: sound(() => readPointer(found.text, pointerKey(place))), eTag: found.eTag };
  };
  /** Writes the pointer that `next` returns for the present one, unless it keeps it. `next` runs again when another write wins. */
  const change = async <Kept>(
    next: (current: Pointer | undefined) => Wanted<Kept> | Promise<Wanted<Kept>>,
  ): Promise<{ readonly moved: Pointer } | { readonly keep: Kept }> => {
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const state = await readPointerState();
      const wanted = await next(state?.pointer);
      if ('keep' in wanted) return wanted;
      const text = `${JSON.stringify(wanted.pointer, null, 2)}\n`;
      const when = state === undefined ? 'absent' : { eTag: state.eTag };
      if (await documents.write(bucket, pointerKey(place), text, when)) return { moved: wanted.pointer };
    }
    throw new RunError('Throttled', `other publishes keep moving s3://${bucket}/${pointerKey(place)}; retry`);
  };
  const listed = async () =>
    (await listObjects(objects, bucket, manifestPrefix(place))).map(({ key, eTag }) => ({
      key,
      eTag,
      snapshot: key.slice(manifestPrefix(place).length, -'.json'.length),
    }));

  /** Undefined when a manifest was removed meanwhile: then a newer one may be missing, too. */
  const summariesOf = async (
    found: Awaited<ReturnType<typeof listed>>,
    stored: Summaries,
  ): Promise<readonly ManifestSummary[] | undefined> => {
    const all: ManifestSummary[] = [];
    for (const { key, eTag, snapshot } of found) {
      const summary = stored[snapshot];
      const manifest = summary?.eTag === eTag ? undefined : await read(key);
      if (summary?.eTag === eTag) all.push(summary);
      else if (manifest !== undefined) all.push(summaryOf(manifest));
      else return undefined;
    }
    return all;
  };

  const snapshots: Snapshots = {
    pointer: async () => (await readPointerState())?.pointer,
    manifest: (snapshot) => read(manifestKey(place, snapshot)),
    async current() {
      for (let attempt = 1; attempt <= attempts; attempt += 1) {
        const pointer = await snapshots.pointer();
        if (pointer === undefined) return undefined;
        const manifest = await read(pointer.manifest.key);
        // Without one, the pointer has moved since, and the snapshot was removed.
        if (manifest !== undefined) return manifest;
      }
      throw new RunError(
        'SnapshotUnsound',
        `s3://${bucket}/${pointerKey(place)} names a manifest that does not exist; move readers with lakeferry rollback --to`,
      );
    },
    async isKept(snapshot) {
      if ((await snapshots.pointer())?.retiring?.includes(snapshot) === true) return false;
      return (await objects.page(bucket, manifestKey(place, snapshot))).objects.length > 0;
    },
    async manifests() {
      known ??= readSummaries((await documents.read(bucket, summariesKey(place)))?.text ?? '');
      for (let attempt = 1; attempt <= attempts; attempt += 1) {
        const all = await summariesOf(await listed(), known);
        if (all !== undefined) return [...all].sort(byAge);
      }
      throw new RunError('Throttled', `others keep removing manifests of s3://${bucket}/${prefix}; retry`);
    },
    async summarize() {
      const present = (await listed()).flatMap(({ snapshot, eTag }) => {
        const stored = known?.[snapshot];
        return stored?.eTag === eTag ? [[snapshot, stored] as const] : [];
      });
      if (present.length >= fewestSummaries)
        await documents.write(bucket, summariesKey(place), summariesText(Object.fromEntries(present)), 'any');
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
      const { snapshot } = manifest;
      const key = manifestKey(place, snapshot);
      const done = await change<Pointer | 'removed'>(async (current) => {
        if (current === undefined || current.retiring?.includes(snapshot) === true)
          return { keep: 'removed' };
        const { rolledBack } = current;
        if (current.snapshot === snapshot && rolledBack?.at === by.at && rolledBack.by === by.by)
          return { keep: current };
        // Read after the pointer: a snapshot that is removed from now on changes the pointer first.
        const kept = await read(key);
        return kept === undefined
          ? { keep: 'removed' }
          : { pointer: rollBackPointer(current, kept, key, by) };
      });
      return 'moved' in done ? done.moved : done.keep;
    },
    async retire(goes, present) {
      const done = await change<readonly string[]>((current) => {
        const marked = current === undefined ? undefined : retireInPointer(current, goes, present);
        return marked === undefined ? { keep: current?.retiring ?? [] } : { pointer: marked };
      });
      return 'moved' in done ? (done.moved.retiring ?? []) : done.keep;
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
