import { cutText, longestText } from '../../cut-text';

/**
 * Errors of runs, by name. The names are an API: the Retry lists of the state machine match the transient ones. The history keeps
 * the others, and `explain` has a fix for each. A test compares the functions, the ASL and this table.
 */
export const runErrors = {
  /** AWS throttled a call. */
  Throttled: { transient: true },
  /** AWS answered with a server error, or did not answer. */
  ServiceUnavailable: { transient: true },
  /** A connection test is running. The run waits; a state machine of an earlier version retries. */
  ConnectionTestInProgress: { transient: false },
  /** The task is changing its state and accepts no call. The run waits; a state machine of an earlier version retries. */
  TaskBusy: { transient: false },
  /** The statistics do not agree with the task's end yet; retry. */
  EvidenceUnsettled: { transient: true },
  InvalidRunInput: { transient: false },
  PlanNotFound: { transient: false },
  JobNotInPlan: { transient: false },
  /** The department's file disables the CDC job that should start. */
  JobDisabled: { transient: false },
  /** `start-from: checkpoint` without a stored checkpoint. */
  CheckpointMissing: { transient: false },
  /** The source no longer has the log from the start position. */
  PositionGone: { transient: false },
  /** A source check found an error. */
  SourceNotReady: { transient: false },
  /** The source cannot be queried. */
  SourceUnreachable: { transient: false },
  /** DMS cannot modify the task as the plan requires. */
  TaskNotChangeable: { transient: false },
  /** An existing endpoint has other settings than the job needs. */
  EndpointNotReady: { transient: false },
  ConnectionTestFailed: { transient: false },
  /** A task that is not ours has the task's identifier. */
  TaskNotOurs: { transient: false },
  TaskDisappeared: { transient: false },
  MaxDurationExceeded: { transient: false },
  /** The execution timed out or failed without closing its run. */
  ExecutionEnded: { transient: false },
  /** A person stopped the execution. */
  ExecutionAborted: { transient: false },
  /** Staged files contradict DMS's statistics, or are incomplete: they are not published. */
  SnapshotUnsound: { transient: false },
  /** A run was published after the attempt whose tables a retry takes over. */
  NewerPublish: { transient: false },
  /** The department's Glue database does not exist. */
  CatalogueMissing: { transient: false },
  /** The run was closed while one of its functions was working. */
  RunClosed: { transient: false },
  RunNotFound: { transient: false },
  /** A later version of Lakeferry has written the history. */
  NewerHistory: { transient: false },
  QuotaExceeded: { transient: false },
  AccessDenied: { transient: false },
  /** DMS rejected a call for another reason, which is in the message. */
  DmsRefused: { transient: false },
  /** Another AWS service rejected a call. */
  AwsRefused: { transient: false },
} as const satisfies Record<string, { readonly transient: boolean }>;

export type RunErrorName = keyof typeof runErrors;

/** Error of a run. Lambda reports `name` as errorType, which the ASL matches; the message ends with the fix. */
export class RunError extends Error {
  override readonly name: RunErrorName;

  constructor(name: RunErrorName, message: string, options?: ErrorOptions) {
    super(cutText(message, longestText), options);
    this.name = name;
  }
}

/** Returns true for a fault that a repetition may not meet. */
export function isTransient(error: unknown): boolean {
  return error instanceof RunError && runErrors[error.name].transient;
}

export function isRunError(error: unknown, name: RunErrorName): error is RunError {
  return error instanceof RunError && error.name === name;
}
