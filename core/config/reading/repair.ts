import type { Finding } from './problem';
import { repairLoad } from './repair-load';

type Step = PropertyKey;

/** Valid values for keys that are required; `index` makes names unique. */
const standIns: ReadonlyMap<string, (index: number) => unknown> = new Map<string, (index: number) => unknown>(
  [
    ['department', (index) => `unreadable-${index}`],
    ['owner', () => 'unreadable'],
    ['source', () => 'unreadable'],
    ['target', () => 'unreadable'],
    ['name', (index) => `unreadable-${index}`],
    ['mode', () => 'full-load'],
    ['tables', () => ['unreadable.unreadable']],
    ['table', (index) => `unreadable.t${index}`],
  ],
);

/**
 * Copy of `value` that fits its schema: the values at the paths of `findings` are removed or replaced by stand-ins. So the checks
 * after the schema can report the rest in the same run. Their findings at these paths must be dropped.
 */
export function repaired(value: unknown, findings: readonly Finding[]): unknown {
  const copy: unknown = structuredClone(value);
  for (const { path } of findings) repair(copy, path);
  return copy;
}

function repair(root: unknown, path: readonly Step[]): void {
  const filter = path.findIndex((step, index) => step === 'where' && typeof path[index + 1] === 'number');
  if (filter !== -1) {
    const filters = path.slice(0, filter + 1).reduce<unknown>(inside, root);
    // The other filters of the entry keep their errors.
    if (Array.isArray(filters))
      filters[Number(path[filter + 1])] = { column: 'unreadable', operator: 'notnull' };
    return;
  }
  if (path[0] === 'loads') {
    repairLoad(root, path);
    return;
  }
  const parent = path.slice(0, -1).reduce<unknown>(inside, root);
  const step = path.at(-1);
  if (step === undefined) return;
  if (Array.isArray(parent)) {
    if (path.at(-2) !== 'tables' || typeof step !== 'number') repair(root, path.slice(0, -1));
    else parent[step] = `unreadable.t${step}`;
    return;
  }
  if (typeof parent !== 'object' || parent === null) return;
  const standIn = standIns.get(String(step));
  // Inside filters, rules and similar lists, a missing key has no stand-in: the whole list is removed.
  if (standIn === undefined && !(step in parent)) repair(root, path.slice(0, -1));
  else if (standIn === undefined) Reflect.deleteProperty(parent, step);
  else Reflect.set(parent, step, standIn(lastIndex(path)));
}

function inside(value: unknown, step: Step): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined;
}

function lastIndex(path: readonly Step[]): number {
  const index = path.findLast((step) => typeof step === 'number');
  return typeof index === 'number' ? index : 0;
}
