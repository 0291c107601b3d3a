/**
 * What can go wrong in a run, by name. The names are an API: the state machine's Retry lists match the passing ones, the
 * history keeps the others, `explain` tells their fix. A test reads the functions, the ASL and this table.
 */
export const runErrors = {
  /** AWS asked us to slow down. */
  Throttled: { passing: true },
  /** AWS answered with a fault of its own, or not at all. */
  ServiceUnavailable: { passing: true },
  /** A connection test is under way; ask again. */
  ConnectionTestInProgress: { passing: true },
  /** The task is between two states and takes no orders; ask again. */
  TaskBusy: { passing: true },
  /** The task's end and its statistics do not fit together yet; look again. */
  EvidenceUnsettled: { passing: true },
  InvalidRunInput: { passing: false },
  PlanNotFound: { passing: false },
  JobNotInPlan: { passing: false },
  /** A CDC job that is disabled in its department's file is asked to start. */
  JobDisabled: { passing: false },
  /** `start-from: checkpoint`, and the checkpoint store is empty. */
  CheckpointMissing: { passing: false },
  /** The source no longer has the log from the position on. */
  PositionGone: { passing: false },
  /** A check of the source blocks the run. */
  SourceNotReady: { passing: false },
  /** The source cannot be asked. */
  SourceUnreachable: { passing: false },
  /** DMS cannot change the task into what the plan wants. */
  TaskNotChangeable: { passing: false },
  ConnectionTestFailed: { passing: false },
  /** DMS took the task's identifier for a task that is not ours. */
  TaskNotOurs: { passing: false },
  TaskDisappeared: { passing: false },
  MaxDurationExceeded: { passing: false },
  /** The execution timed out or failed without closing its run. */
  ExecutionEnded: { passing: false },
  /** A person stopped the execution. */
  ExecutionAborted: { passing: false },
  /** What is staged contradicts what DMS says of it, or is no whole file: it is not published. */
  SnapshotUnsound: { passing: false },
  /** The department's Glue database is not there. */
  CatalogueMissing: { passing: false },
  RunNotFound: { passing: false },
  QuotaExceeded: { passing: false },
  AccessDenied: { passing: false },
  /** DMS refused for another reason, which the message holds. */
  DmsRefused: { passing: false },
  /** Another service of AWS refused, likewise. */
  AwsRefused: { passing: false },
} as const satisfies Record<string, { readonly passing: boolean }>;

export type RunErrorName = keyof typeof runErrors;

/** `name` is what Lambda reports as errorType and the ASL matches; the message ends with what to change. */
export class RunError extends Error {
  override readonly name: RunErrorName;

  constructor(name: RunErrorName, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = name;
  }
}

export function isRunError(error: unknown, name: RunErrorName): error is RunError {
  return error instanceof RunError && error.name === name;
}
