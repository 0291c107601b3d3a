/**
 * Effect of a change on what runs, the mildest first:
 * - `none`: on nothing that runs.
 * - `live`: from the next run, schedule or poll on. No task stops for it.
 * - `stop-and-modify`: a task that follows changes is stopped, and continues as changed, unless the change ends it.
 * - `new-task`: a task that follows changes is deleted, and another one, or a load, takes its place. No change is lost.
 * - `refused`: DMS or CloudFormation rejects it, or changes would be lost. `steps` says how it is done instead.
 */
export const changeClasses = ['none', 'live', 'stop-and-modify', 'new-task', 'refused'] as const;
export type ChangeClass = (typeof changeClasses)[number];

export const changedItems = ['environment', 'source', 'target', 'department', 'job', 'load'] as const;
export type ChangedItem = (typeof changedItems)[number];

/** One line about a change, in the words of DMS and the calendar. */
export interface Change {
  readonly class: ChangeClass;
  /** `~`: neither more nor less. */
  readonly sign: '+' | '-' | '~';
  readonly text: string;
}

/** Changes of one part of the plan. */
export interface ItemChanges {
  readonly what: ChangedItem;
  /** Name of the connection or department; `department/job` for a job or load. */
  readonly name: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** The strongest of `changes`. */
  readonly class: ChangeClass;
  readonly changes: readonly Change[];
  /** Effects on tasks that run. */
  readonly effects: readonly string[];
  /** Steps for what is refused. */
  readonly steps: readonly string[];
}

export interface PlanChanges {
  readonly class: ChangeClass;
  readonly items: readonly ItemChanges[];
}

/** Returns true for a change for which tasks stop. */
export function isStop({ class: one }: Change): boolean {
  return one === 'stop-and-modify';
}

/** Returns the strongest class; `none` of no classes. */
export function strongest(changes: readonly { readonly class: ChangeClass }[]): ChangeClass {
  return changeClasses.findLast((one) => changes.some((change) => change.class === one)) ?? 'none';
}

/** Completes an item. Effects and steps without a repetition. */
export function itemChanges(
  item: Omit<ItemChanges, 'class' | 'effects' | 'steps'> & Partial<Pick<ItemChanges, 'effects' | 'steps'>>,
): ItemChanges {
  return {
    ...item,
    class: strongest(item.changes),
    effects: [...new Set(item.effects)],
    steps: [...new Set(item.steps)],
  };
}
