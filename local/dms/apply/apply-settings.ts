export const applyPolicies = [
  'IGNORE_RECORD',
  'LOG_ERROR',
  'SUSPEND_TABLE',
  'STOP_TASK',
  'INSERT_RECORD',
  'UPDATE_RECORD',
] as const;

/** DMS's policies for a change that the target refuses. */
export type ApplyPolicy = (typeof applyPolicies)[number];

/** Settings for applying changes to tables (user guide, "Error handling task settings"). */
export interface ApplySettings {
  /** Schema of awsdms_apply_exceptions and awsdms_txn_state. */
  readonly controlSchema: string;
  /** Longest time until changes are committed in the target. */
  readonly commitMilliseconds: number;
  /** Adds new columns of the source to the target. */
  readonly handleAltered: boolean;
  /** Policy for a value that the target refuses. */
  readonly onBadValue: ApplyPolicy;
  readonly onLongValue: ApplyPolicy;
  /** Policy for a row whose key exists already. */
  readonly onInsert: ApplyPolicy;
  /** Policy for a key that no row has. */
  readonly onUpdate: ApplyPolicy;
  readonly onDelete: ApplyPolicy;
}
