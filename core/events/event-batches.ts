/** Event as EventBridge takes it. */
export interface EventEntry {
  readonly detailType: string;
  /** A JSON object. */
  readonly detail: string;
  readonly time: Date;
}

/** PutEvents takes ten entries of together less than 1 MiB. A part of it is left for their other members. */
const mostEntries = 10;
export const longestEntries = 1_000_000;

export function sizeOf({ detail, detailType }: EventEntry): number {
  return new TextEncoder().encode(detail).length + detailType.length + 100;
}

/** Entries in batches that PutEvents takes, in their order. An entry that is too large alone is a batch of its own. */
export function eventBatches(entries: readonly EventEntry[]): readonly (readonly EventEntry[])[] {
  const batches: EventEntry[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const last = batches.at(-1);
    bytes += sizeOf(entry);
    if (last !== undefined && last.length < mostEntries && bytes <= longestEntries) last.push(entry);
    else {
      batches.push([entry]);
      bytes = sizeOf(entry);
    }
  }
  return batches;
}
