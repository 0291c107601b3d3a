import type { Json, JsonObject } from '../json';
import type { Mode } from '../model/mode';

/**
 * Our defaults for S3 targets. DMS's own are made for a person who watches; these are made for a run that nobody watches.
 * Source of each: DMS guide, CHAP_Tasks.CustomizingTasks.TaskSettings.
 */
function defaults(mode: Mode): JsonObject {
  return {
    TargetMetadata: {
      SupportLobs: true,
      // S3 has no full LOB mode. Limited mode cuts longer values, so its size is said, not left to DMS's default.
      FullLobMode: false,
      LimitedSizeLobMode: true,
      LobMaxSize: 32,
      // With S3 as target, batch apply can lose data.
      BatchApplyEnabled: false,
    },
    FullLoadSettings: {
      // The API's own default is not what the guide says (cdk-real-drift 1557), so it is said. A reload must not leave
      // files of yesterday beside today's; changes that were staged before must stay.
      TargetTablePrepMode: mode === 'cdc' ? 'DO_NOTHING' : 'DROP_AND_CREATE',
      // As many tables at once as DMS takes by itself; a department with a busy source lowers it.
      MaxFullLoadSubTasks: 8,
      CommitRate: 10_000,
      // Full load and changes are one job: changes that came in during the load are applied, then it goes on.
      StopTaskCachedChangesApplied: false,
      StopTaskCachedChangesNotApplied: false,
      TransactionConsistencyTimeout: 600,
    },
    Logging: {
      // Off by default in DMS: a failure would leave no log behind.
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
      // A row that cannot be written is a table that is not whole: DMS's default only logs it.
      DataErrorPolicy: 'SUSPEND_TABLE',
      // A value that was cut is wrong, but LOBs over LobMaxSize are expected to be: they are logged.
      DataTruncationErrorPolicy: 'LOG_ERROR',
      DataErrorEscalationPolicy: 'SUSPEND_TABLE',
      DataErrorEscalationCount: 0,
      // One broken table does not stop the others; the verdict sees it and fails the run.
      TableErrorPolicy: 'SUSPEND_TABLE',
      TableErrorEscalationPolicy: 'STOP_TASK',
      TableErrorEscalationCount: 0,
      // A load that meets a lost source again and again would hold its instance for ever (-1); changes may wait.
      RecoverableErrorCount: mode === 'full-load' ? 5 : -1,
      RecoverableErrorInterval: 5,
      RecoverableErrorThrottling: true,
      RecoverableErrorThrottlingMax: 1800,
      // "Completed, nothing migrated" is what a missing privilege looks like without it.
      FailOnNoTablesCaptured: true,
      FailOnTransactionConsistencyBreached: false,
    },
    ValidationSettings: {
      // DMS does not validate S3 in the way of databases; Lakeferry's verdict counts rows.
      EnableValidation: false,
    },
  };
}

/** Our defaults with the job's settings laid over them: objects key by key, anything else as a whole. */
export function taskSettings(mode: Mode, own: JsonObject): JsonObject {
  return merge(defaults(mode), own);
}

/** `over` laid over `under`: objects key by key, anything else as a whole. */
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
