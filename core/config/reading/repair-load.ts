/** Values that keep to the schema, for the keys that no load can do without. */
const standIns: ReadonlyMap<PropertyKey, (index: number) => unknown> = new Map<
  PropertyKey,
  (index: number) => unknown
>([
  ['name', (index) => `unreadable-load-${index}`],
  ['target', () => 'unreadable'],
  ['table', (index) => `unreadable.t${index}`],
  ['columns', () => ['unreadable']],
  ['null-token', () => ''],
  ['mode', () => 'append'],
]);

/** What stands only where the key does that was refused: held against a stand-in it would be found wrong too. */
const goWith: ReadonlyMap<PropertyKey, readonly string[]> = new Map<PropertyKey, readonly string[]>([
  ['columns', ['keys', 'create-table']],
  ['mode', ['keys']],
]);

/** Makes the load at `path` (`loads`, its number, the key) keep to its schema, and leaves the others as they are. */
export function repairLoad(root: unknown, [, index, key]: readonly PropertyKey[]): void {
  if (typeof root !== 'object' || root === null) return;
  const loads: unknown = Reflect.get(root, 'loads');
  if (!Array.isArray(loads) || typeof index !== 'number') {
    Reflect.deleteProperty(root, 'loads');
    return;
  }
  const load: unknown = loads[index];
  if (key === undefined || typeof load !== 'object' || load === null || Array.isArray(load)) {
    loads[index] = Object.fromEntries([...standIns].map(([name, standIn]) => [name, standIn(index)]));
    return;
  }
  for (const name of [key, ...(goWith.get(key) ?? [])]) Reflect.deleteProperty(load, name);
  const standIn = standIns.get(key);
  if (standIn === undefined) return;
  Reflect.set(load, key, standIn(index));
  // An upsert without its keys is another mistake.
  if (key === 'columns' && Reflect.get(load, 'mode') === 'upsert') Reflect.set(load, 'mode', 'append');
}
