import type { Manifest, Pointer } from './manifest';

/** What a publish may do with the pointer. */
export type PointerMove =
  | { readonly do: 'move'; readonly pointer: Pointer }
  /** It was moved for this run before, whatever became of it since. */
  | { readonly do: 'leave'; readonly because: 'published' }
  /** A run that opened later was published: readers never go back by themselves. */
  | { readonly do: 'leave'; readonly because: 'newer'; readonly run: string };

export function movePointer(current: Pointer | undefined, manifest: Manifest, key: string): PointerMove {
  const newest = { run: manifest.run, openedAt: manifest.openedAt };
  if (current !== undefined) {
    if (current.newest.run === manifest.run) return { do: 'leave', because: 'published' };
    if (isAfter(current.newest, newest)) return { do: 'leave', because: 'newer', run: current.newest.run };
  }
  return { do: 'move', pointer: pointerTo(manifest, key, newest) };
}

/** A person's way back: to any snapshot that is kept. */
export function rollBackPointer(
  current: Pointer,
  manifest: Manifest,
  key: string,
  by: { readonly at: string; readonly by: string },
): Pointer {
  return {
    ...pointerTo(manifest, key, current.newest),
    ...(manifest.run === current.newest.run ? {} : { rolledBack: { from: current.snapshot, ...by } }),
  };
}

function pointerTo(manifest: Manifest, key: string, newest: Pointer['newest']): Pointer {
  const { snapshot, run, checksum } = manifest;
  return { version: 1, snapshot, run, manifest: { key, checksum }, newest };
}

function isAfter(a: Pointer['newest'], b: Pointer['newest']): boolean {
  return a.openedAt === b.openedAt ? a.run > b.run : a.openedAt > b.openedAt;
}
