import type { Manifest, Pointer } from './manifest';
import { byAge } from './retention';

/** Order of a run among all publishes of its job, so that an older run never replaces a newer one. */
type PublishRank = Pointer['newest'];

/** Move of the pointer that a publish may make. */
export type PointerMove =
  | { readonly do: 'move'; readonly pointer: Pointer }
  /** It was moved for this run before, and perhaps again since. */
  | { readonly do: 'leave'; readonly because: 'published' }
  /** A run that opened later was published: readers never go back automatically. */
  | { readonly do: 'leave'; readonly because: 'newer'; readonly run: string };

export function movePointer(current: Pointer | undefined, manifest: Manifest, key: string): PointerMove {
  const rank: PublishRank = { run: manifest.run, openedAt: manifest.openedAt };
  if (current !== undefined) {
    if (current.newest.run === manifest.run) return { do: 'leave', because: 'published' };
    if (byAge(current.newest, rank) < 0) return { do: 'leave', because: 'newer', run: current.newest.run };
  }
  return { do: 'move', pointer: { ...pointerTo(manifest, key, rank), ...nextState(current) } };
}

/** Moves the pointer to any kept snapshot, for a person. */
export function rollBackPointer(
  current: Pointer,
  manifest: Manifest,
  key: string,
  by: { readonly at: string; readonly by: string },
): Pointer {
  return {
    ...pointerTo(manifest, key, current.newest),
    ...(manifest.run === current.newest.run ? {} : { rolledBack: { from: current.snapshot, ...by } }),
    ...nextState(current),
  };
}

/**
 * Marks snapshots in the pointer before they are removed. Whoever moves the pointer at the same time meets the mark, or moves it
 * first and keeps the snapshot. Names without a manifest are dropped. Undefined when nothing changes.
 */
export function retireInPointer(
  current: Pointer,
  goes: readonly string[],
  listed: ReadonlySet<string>,
): Pointer | undefined {
  const marked = (current.retiring ?? []).filter((snapshot) => listed.has(snapshot));
  const added = goes.filter((snapshot) => snapshot !== current.snapshot && !marked.includes(snapshot));
  if (added.length === 0) return undefined;
  return { ...current, ...nextState(current), retiring: [...marked, ...added] };
}

function pointerTo(manifest: Manifest, key: string, newest: PublishRank): Pointer {
  const { snapshot, run, checksum } = manifest;
  return { version: 1, snapshot, run, manifest: { key, checksum }, newest };
}

function nextState(current: Pointer | undefined): Pick<Pointer, 'revision' | 'retiring'> {
  return {
    revision: (current?.revision ?? 0) + 1,
    ...(current?.retiring === undefined ? {} : { retiring: current.retiring }),
  };
}
