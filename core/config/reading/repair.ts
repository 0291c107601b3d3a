import type { Finding } from './problem';
import { repairLoad } from './repair-load';

type Step = PropertyKey;

/** Values that keep to the schemas, for keys that cannot be left out; `index` keeps names apart. */
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
 * A copy of `value` that keeps to its schema where `findings` say that it does not, so that the checks after the schema
 * can speak about the rest at once. What is left out or stood in for lies at the paths of `findings`: what later checks
 * say about those must not be told.
 */
export function repaired(value: unknown, findings: readonly Finding[]): unknown {
  const copy: unknown = structuredClone(value);
  for (const { path } of findings) repair(copy, path);
  return copy;
}

function repair(root: unknown, path: readonly Step[]): void {
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
  // Inside filters, rules and the like a key is wanted that has no stand-in: the whole list goes.
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
