export const applyPolicies = [
  'IGNORE_RECORD',
  'LOG_ERROR',
  'SUSPEND_TABLE',
  'STOP_TASK',
  'INSERT_RECORD',
  'UPDATE_RECORD',
] as const;

/** DMS's words for what becomes of a change that the target does not take as it is. */
export type ApplyPolicy = (typeof applyPolicies)[number];

/** How changes go into tables (user guide, "Error handling task settings"). */
export interface ApplySettings {
  /** Where awsdms_apply_exceptions and awsdms_txn_state are. */
  readonly controlSchema: string;
  /** Changes are committed in the target after this time at the latest. */
  readonly commitMilliseconds: number;
  /** A column that is new in the source is added to the target. */
  readonly handleAltered: boolean;
  /** The target refuses a value. */
  readonly onBadValue: ApplyPolicy;
  readonly onLongValue: ApplyPolicy;
  /** A row with the key is there already. */
  readonly onInsert: ApplyPolicy;
  /** No row has the key. */
  readonly onUpdate: ApplyPolicy;
  readonly onDelete: ApplyPolicy;
}
