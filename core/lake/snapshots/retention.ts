import type { Manifest } from './manifest';

/** Number of snapshots that are always kept: readers of the one before the newest can finish. */
const fewest = 2;

/** Snapshots to remove, oldest first: all but the newest `keep` (at least two) and the one that readers use. */
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

/** Folders of `removed` that no kept manifest names. A table that failed keeps the files of an earlier snapshot. */
export function foldersToRemove(removed: Manifest, kept: readonly Manifest[]): readonly string[] {
  const inUse = new Set(kept.flatMap(({ tables }) => tables.map(({ folder }) => folder)));
  return removed.tables.map(({ folder }) => folder).filter((folder) => !inUse.has(folder));
}

/** Compares by age, newest first. */
export function byAge(a: Manifest, b: Manifest): number {
  if (a.openedAt !== b.openedAt) return a.openedAt > b.openedAt ? -1 : 1;
  return a.run > b.run ? -1 : 1;
}
