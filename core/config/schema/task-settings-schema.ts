import { z } from 'zod';

const flag = z.boolean();
const count = z.int().nonnegative({ error: 'is below 0' });
const upTo = (most: number) => count.max(most, { error: `is above ${most}, the maximum in DMS` });
const group = <Shape extends z.ZodRawShape>(shape: Shape) => z.strictObject(shape).partial();
const anything = z.union([z.null(), z.looseObject({})]);

const escalation = z.enum(['IGNORE_RECORD', 'LOG_ERROR', 'SUSPEND_TABLE', 'STOP_TASK']);
/** Policies that an escalation can have: DMS does not escalate to a milder policy. Source: CHAP_Tasks.CustomizingTasks.TaskSettings.ErrorHandling. */
const tablePolicy = z.enum(['SUSPEND_TABLE', 'STOP_TASK']);

const logComponents = [
  ...['TRANSFORMATION', 'SOURCE_UNLOAD', 'IO', 'TARGET_LOAD', 'PERFORMANCE', 'SOURCE_CAPTURE', 'SORTER'],
  ...['REST_SERVER', 'VALIDATOR_EXT', 'TARGET_APPLY', 'TASK_MANAGER', 'TABLES_MANAGER', 'METADATA_MANAGER'],
  ...['FILE_FACTORY', 'COMMON', 'ADDONS', 'DATA_STRUCTURE', 'COMMUNICATION', 'FILE_TRANSFER'],
] as const;
const severities = ['ERROR', 'WARNING', 'INFO', 'DEFAULT', 'DEBUG', 'DETAILED_DEBUG'] as const;

/**
 * ReplicationTaskSettings of DMS that a department can set: every key is optional, unknown keys are errors. DMS itself answers
 * a wrong value with "Invalid task settings json" at the first run, and no more.
 * CloudWatchLogGroup and CloudWatchLogStream are missing on purpose: CreateReplicationTask rejects them.
 * Source: DMS guide, CHAP_Tasks.CustomizingTasks.TaskSettings.
 */
export const TaskSettings = z
  .strictObject({
    TargetMetadata: group({
      TargetSchema: z.string(),
      SupportLobs: flag,
      FullLobMode: flag,
      LobChunkSize: count,
      LimitedSizeLobMode: flag,
      LobMaxSize: z.int().min(1, { error: 'is below 1 KB' }).max(102_400, { error: 'is above 102400 KB' }),
      InlineLobMaxSize: count,
      LoadMaxFileSize: count,
      ParallelLoadThreads: count,
      ParallelLoadBufferSize: count,
      ParallelLoadQueuesPerThread: count,
      ParallelApplyThreads: count,
      ParallelApplyBufferSize: count,
      ParallelApplyQueuesPerThread: count,
      BatchApplyEnabled: flag,
      TaskRecoveryTableEnabled: flag,
    }),
    FullLoadSettings: group({
      TargetTablePrepMode: z.enum(['DO_NOTHING', 'DROP_AND_CREATE', 'TRUNCATE_BEFORE_LOAD']),
      CreatePkAfterFullLoad: flag,
      StopTaskCachedChangesApplied: flag,
      StopTaskCachedChangesNotApplied: flag,
      MaxFullLoadSubTasks: z.int().min(1, { error: 'is below 1' }).max(49, { error: 'is above 49' }),
      TransactionConsistencyTimeout: count,
      CommitRate: upTo(50_000),
    }),
    Logging: group({
      EnableLogging: flag,
      EnableLogContext: flag,
      LogComponents: z.array(
        z.strictObject({
          Id: z.enum(logComponents),
          Severity: z.templateLiteral(['LOGGER_SEVERITY_', z.enum(severities)]),
        }),
      ),
      DeleteTaskLogs: flag,
    }),
    ControlTablesSettings: group({
      ControlSchema: z.string(),
      HistoryTimeslotInMinutes: count,
      HistoryTableEnabled: flag,
      SuspendedTablesTableEnabled: flag,
      StatusTableEnabled: flag,
      FullLoadExceptionTableEnabled: flag,
    }),
    StreamBufferSettings: group({
      StreamBufferCount: count,
      StreamBufferSizeInMB: count,
      CtrlStreamBufferSizeInMB: upTo(8),
    }),
    ChangeProcessingTuning: group({
      BatchApplyPreserveTransaction: flag,
      BatchApplyTimeoutMin: count,
      BatchApplyTimeoutMax: count,
      BatchApplyMemoryLimit: count,
      BatchSplitSize: count,
      MinTransactionSize: count,
      CommitTimeout: count,
      MemoryLimitTotal: count,
      MemoryKeepTime: count,
      StatementCacheSize: upTo(200),
      RecoveryTimeout: z.int(),
    }),
    ChangeProcessingDdlHandlingPolicy: group({
      HandleSourceTableDropped: flag,
      HandleSourceTableTruncated: flag,
      HandleSourceTableAltered: flag,
    }),
    ErrorBehavior: group({
      DataErrorPolicy: escalation,
      DataTruncationErrorPolicy: escalation,
      DataMaskingErrorPolicy: escalation,
      DataErrorEscalationPolicy: tablePolicy,
      DataErrorEscalationCount: count,
      TableErrorPolicy: tablePolicy,
      TableErrorEscalationPolicy: z.enum(['STOP_TASK']),
      TableErrorEscalationCount: count,
      EventErrorPolicy: z.enum(['IGNORE', 'STOP_TASK']),
      RecoverableErrorCount: z.int().min(-1, {
        error: 'is below -1 (-1 leaves the number of retries to DMS, which differs by kind of error)',
      }),
      RecoverableErrorInterval: count,
      RecoverableErrorThrottling: flag,
      RecoverableErrorThrottlingMax: count,
      RecoverableErrorStopRetryAfterThrottlingMax: flag,
      ApplyErrorDeletePolicy: escalation,
      ApplyErrorInsertPolicy: z.enum([
        'LOG_ERROR',
        'SUSPEND_TABLE',
        'STOP_TASK',
        'INSERT_RECORD',
        'UPDATE_RECORD',
      ]),
      ApplyErrorUpdatePolicy: z.enum(['LOG_ERROR', 'SUSPEND_TABLE', 'STOP_TASK', 'UPDATE_RECORD']),
      ApplyErrorEscalationPolicy: z.enum(['LOG_ERROR', 'SUSPEND_TABLE', 'STOP_TASK']),
      ApplyErrorEscalationCount: count,
      ApplyErrorFailOnTruncationDdl: flag,
      FailOnNoTablesCaptured: flag,
      FailOnTransactionConsistencyBreached: flag,
      FullLoadIgnoreConflicts: flag,
    }),
    ValidationSettings: z.looseObject({ EnableValidation: flag.optional() }),
    ResyncSettings: anything,
    TTSettings: anything,
    BeforeImageSettings: anything,
    LoopbackPreventionSettings: anything,
    CharacterSetSettings: anything,
    PostProcessingRules: anything,
    FailTaskWhenCleanTaskResourceFailed: flag,
  })
  .partial()
  .describe(
    'DMS task settings, with the names and values of DMS. They override Lakeferry’s defaults key by key.',
  );
