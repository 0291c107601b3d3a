/** Valid values for the keys that are required in a load. */
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

/** Keys that depend on another one. Compared with its stand-in, they would be reported as well. */
const goWith: ReadonlyMap<PropertyKey, readonly string[]> = new Map<PropertyKey, readonly string[]>([
  ['columns', ['keys', 'create-table']],
  ['mode', ['keys']],
]);

/** Makes the load at `path` (`loads`, its number, the key) fit its schema. Other loads do not change. */
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
  // An upsert without keys would be another error.
  if (key === 'columns' && Reflect.get(load, 'mode') === 'upsert') Reflect.set(load, 'mode', 'append');
}
