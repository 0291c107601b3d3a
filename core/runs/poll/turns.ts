/** Items in the order of their keys, beginning after `after`: the key that was reached last. */
export function beginningAfter<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  after: string | undefined,
): readonly Item[] {
  const sorted = items.toSorted((a, b) => compare(keyOf(a), keyOf(b)));
  const first = after === undefined ? 0 : sorted.findIndex((item) => keyOf(item) > after);
  return first <= 0 ? sorted : [...sorted.slice(first), ...sorted.slice(0, first)];
}

/** One item of each list in turn. When a list ends, the others continue. */
export function alternate<Item>(...lists: readonly (readonly Item[])[]): readonly Item[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, index) =>
    lists.flatMap((list) => list.slice(index, index + 1)),
  ).flat();
}

/** By code units, as DynamoDB orders the keys of ASCII names. */
function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
