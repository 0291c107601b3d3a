/** Names of the members that differ, ascending. Plans are plain JSON, so the order of their members counts. */
export function differingFields(before: object, after: object): readonly string[] {
  const [old, now] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((field) => JSON.stringify(old.get(field)) !== JSON.stringify(now.get(field)))
    .sort();
}

/** Pairs of items of the same name; undefined where one is added or removed. By name, ascending. */
export function paired<T>(
  before: readonly T[],
  after: readonly T[],
  nameOf: (item: T) => string,
): readonly { readonly name: string; readonly was: T | undefined; readonly is: T | undefined }[] {
  const old = new Map(before.map((item) => [nameOf(item), item]));
  const now = new Map(after.map((item) => [nameOf(item), item]));
  return [...new Set([...old.keys(), ...now.keys()])]
    .sort()
    .map((name) => ({ name, was: old.get(name), is: now.get(name) }));
}
