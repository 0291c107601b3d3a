import { type Leftover, type LeftoverKind, leftoverKinds } from './leftover';

const names: Readonly<Record<LeftoverKind, readonly [one: string, many: string]>> = {
  task: ['DMS task', 'DMS tasks'],
  'in-flight-run': ['run in flight', 'runs in flight'],
  lease: ['lease', 'leases'],
  'staged-files': ['folder of staged files', 'folders of staged files'],
  'snapshot-files': ['unfinished snapshot', 'unfinished snapshots'],
};

/** Name of a kind, such as `DMS task`. */
export function kindName(kind: LeftoverKind): string {
  return names[kind][0];
}

/** Count of a kind, such as `2 DMS tasks`. */
export function countedKind(kind: LeftoverKind, count: number): string {
  const [one, many] = names[kind];
  return `${count} ${count === 1 ? one : many}`;
}

/** Text of the alert about leftovers. */
export function leftoversText(
  environment: string,
  leftovers: readonly Leftover[],
  problems: readonly string[],
): string {
  const counts = leftoverKinds.flatMap((kind) => {
    const count = leftovers.filter((one) => one.kind === kind).length;
    return count === 0 ? [] : [countedKind(kind, count)];
  });
  const found =
    counts.length === 0
      ? []
      : [
          `ended runs left ${counts.join(', ')}`,
          `list and remove them: lakeferry reap --environment ${environment}`,
        ];
  return [...found, ...problems.map((problem) => `not searched: ${problem}`)].join('; ');
}
