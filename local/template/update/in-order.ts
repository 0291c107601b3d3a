/** Item of a graph, such as a resource. */
export interface Node {
  readonly logicalId: string;
  readonly needs: readonly string[];
}

export interface InOrder<T extends Node> {
  /** True for an item that waits for something outside. Those that are ready wait at the same time. */
  readonly waits: (item: T) => boolean;
  readonly run: (item: T) => Promise<void>;
  /** Called at the first failure. What runs is awaited, and nothing further begins. */
  readonly failed?: () => void;
}

/** Runs each item after those that it needs. Returns the failures. */
export async function inOrder<T extends Node>(
  items: readonly T[],
  { waits, run, failed }: InOrder<T>,
): Promise<readonly unknown[]> {
  const left = new Map(items.map((item) => [item.logicalId, item]));
  const failures: unknown[] = [];
  while (left.size > 0 && failures.length === 0) {
    const ready = [...left.values()].filter(({ needs }) => !needs.some((other) => left.has(other)));
    const next = ready.find((item) => !waits(item));
    const batch = next === undefined ? ready : [next];
    if (batch.length === 0) throw new Error(`circular dependency between ${[...left.keys()].join(', ')}`);
    await Promise.all(
      batch.map((item) =>
        run(item).catch((cause: unknown) => {
          failures.push(cause);
          failed?.();
        }),
      ),
    );
    for (const { logicalId } of batch) left.delete(logicalId);
  }
  return failures;
}

/** Items in an order in which each precedes those that it needs; otherwise the last one first. */
export function dependentsFirst<T extends Node>(items: readonly T[]): readonly T[] {
  const ordered = new Set<T>();
  const visiting = new Set<T>();
  const visit = (item: T): void => {
    if (ordered.has(item) || visiting.has(item)) return;
    visiting.add(item);
    for (const other of items) if (other !== item && other.needs.includes(item.logicalId)) visit(other);
    ordered.add(item);
  };
  for (const item of [...items].reverse()) visit(item);
  return [...ordered];
}
