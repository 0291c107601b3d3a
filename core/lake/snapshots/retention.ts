import type { Manifest, Pointer } from './manifest';
import type { ManifestSummary } from './summaries';

type Aged = Pick<ManifestSummary, 'run' | 'openedAt'>;

/** Number of snapshots that are always kept: readers of the one before the newest can finish. */
const fewest = 2;

/**
 * Snapshots to remove, oldest first: all but the newest `keep` (at least two) and the one that readers use. Manifests of runs that
 * opened after the newest publish may still be published: they neither count nor go.
 */
export function snapshotsToRemove(
  manifests: readonly ManifestSummary[],
  keep: number,
  { snapshot: pointed, newest }: Pick<Pointer, 'snapshot' | 'newest'>,
): readonly ManifestSummary[] {
  return manifests
    .filter((manifest) => byAge(manifest, newest) >= 0)
    .sort(byAge)
    .slice(Math.max(keep, fewest))
    .filter(({ snapshot }) => snapshot !== pointed)
    .reverse();
}

/** Kept snapshots whose manifests may name files of `sources`. All others need not be read. */
export function mayName(
  kept: readonly ManifestSummary[],
  sources: ReadonlySet<string>,
): readonly ManifestSummary[] {
  return kept.filter(
    ({ snapshot, carries }) => sources.has(snapshot) || carries.some((source) => sources.has(source)),
  );
}

/** Snapshots that wrote the files of a manifest: its own, and earlier ones for tables that it carries. */
export function sourcesOf({ snapshot, tables }: Pick<Manifest, 'snapshot' | 'tables'>): ReadonlySet<string> {
  return new Set([snapshot, ...tables.map((table) => table.snapshot)]);
}

/** Compares by age, newest first. */
export function byAge(a: Aged, b: Aged): number {
  if (a.openedAt !== b.openedAt) return a.openedAt > b.openedAt ? -1 : 1;
  if (a.run === b.run) return 0;
  return a.run > b.run ? -1 : 1;
}
