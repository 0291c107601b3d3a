import type { Manifest } from './manifest';

/** The newest and the one before it: whoever began to read a moment ago reads that, and finishes. */
const fewest = 2;

/** The snapshots that go, oldest first: all but the newest `keep`, two at least, and the one that readers follow. */
export function snapshotsToRemove(
  manifests: readonly Manifest[],
  keep: number,
  pointed: string,
): readonly Manifest[] {
  const newestFirst = [...manifests].sort(byAge);
  return newestFirst
    .slice(Math.max(keep, fewest))
    .filter(({ snapshot }) => snapshot !== pointed)
    .reverse();
}

/** The folders of `removed` that no kept manifest names: a table that failed goes on with an earlier snapshot's files. */
export function foldersToRemove(removed: Manifest, kept: readonly Manifest[]): readonly string[] {
  const inUse = new Set(kept.flatMap(({ tables }) => tables.map(({ folder }) => folder)));
  return removed.tables.map(({ folder }) => folder).filter((folder) => !inUse.has(folder));
}

/** Newest first. */
export function byAge(a: Manifest, b: Manifest): number {
  if (a.openedAt !== b.openedAt) return a.openedAt > b.openedAt ? -1 : 1;
  return a.run > b.run ? -1 : 1;
}
