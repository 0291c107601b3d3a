import type { Json, JsonObject } from '../json';
import type { Mode } from '../model/mode';

/**
 * Defaults for S3 targets. Those of DMS are made for a person who monitors the task; these are made for unattended runs.
 * Source of each: DMS guide, CHAP_Tasks.CustomizingTasks.TaskSettings.
 */
function defaults(mode: Mode): JsonObject {
  return {
    TargetMetadata: {
      SupportLobs: true,
      // S3 has no full LOB mode. Limited mode cuts longer values, so its size is explicit (docs/pitfalls.md#truncated-lobs).
      FullLobMode: false,
      LimitedSizeLobMode: true,
      LobMaxSize: 32,
      // With an S3 target, batch apply can lose data.
      BatchApplyEnabled: false,
    },
    FullLoadSettings: {
      // The default of the API differs from the guide (cdk-real-drift 1557), so it is explicit. A reload must remove the files
      // of an earlier load (docs/pitfalls.md#files-of-an-earlier-load). Changes that are staged must stay.
      TargetTablePrepMode: mode === 'cdc' ? 'DO_NOTHING' : 'DROP_AND_CREATE',
      // The default of DMS. A department with a busy source can lower it.
      MaxFullLoadSubTasks: 8,
      CommitRate: 10_000,
      // Full load and changes are one job: DMS applies the changes that it cached during the load, and continues.
      StopTaskCachedChangesApplied: false,
      StopTaskCachedChangesNotApplied: false,
      TransactionConsistencyTimeout: 600,
    },
    Logging: {
      // Off by default in DMS: a failure would leave no log.
      EnableLogging: true,
      LogComponents: [
        { Id: 'SOURCE_UNLOAD', Severity: 'LOGGER_SEVERITY_DEFAULT' },
        { Id: 'TARGET_LOAD', Severity: 'LOGGER_SEVERITY_DEFAULT' },
        { Id: 'SOURCE_CAPTURE', Severity: 'LOGGER_SEVERITY_DEFAULT' },
        { Id: 'TARGET_APPLY', Severity: 'LOGGER_SEVERITY_DEFAULT' },
        { Id: 'TASK_MANAGER', Severity: 'LOGGER_SEVERITY_DEFAULT' },
      ],
    },
    ChangeProcessingDdlHandlingPolicy: {
      // A TRUNCATE or DROP in the source would delete the table's files in S3.
      HandleSourceTableDropped: false,
      HandleSourceTableTruncated: false,
      HandleSourceTableAltered: true,
    },
    ErrorBehavior: {
      // A row that cannot be written makes the table incomplete. The default of DMS only logs it.
      DataErrorPolicy: 'SUSPEND_TABLE',
      // Truncated LOBs above LobMaxSize are expected, so truncation is only logged.
      DataTruncationErrorPolicy: 'LOG_ERROR',
      DataErrorEscalationPolicy: 'SUSPEND_TABLE',
      DataErrorEscalationCount: 0,
      // One failed table does not stop the others. The verdict fails the run.
      TableErrorPolicy: 'SUSPEND_TABLE',
      TableErrorEscalationPolicy: 'STOP_TASK',
      TableErrorEscalationCount: 0,
      // Changes may wait for months, a load may not. With -1, DMS retries a running task nine times only
      // (https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.CustomizingTasks.TaskSettings.ErrorHandling.html).
      RecoverableErrorCount: mode === 'full-load' ? 5 : 10_000,
      RecoverableErrorInterval: 5,
      RecoverableErrorThrottling: true,
      RecoverableErrorThrottlingMax: 1800,
      // True by default in DMS: after the longest wait it retries no more.
      RecoverableErrorStopRetryAfterThrottlingMax: mode === 'full-load',
      // Without it, a missing privilege looks like a load that completed with no tables.
      FailOnNoTablesCaptured: true,
      FailOnTransactionConsistencyBreached: false,
    },
    ValidationSettings: {
      // DMS does not validate S3 targets as it does databases. Lakeferry's verdict compares row counts.
      EnableValidation: false,
    },
  };
}

/** Defaults with the job's settings merged over them. */
export function taskSettings(mode: Mode, own: JsonObject): JsonObject {
  return merge(defaults(mode), own);
}

/** `over` merged over `under`: objects key by key, anything else as a whole. */
export function merge(under: JsonObject, over: JsonObject): JsonObject {
  const merged: Record<string, Json> = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = isObject(below) && isObject(value) ? merge(below, value) : value;
  }
  return merged;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
