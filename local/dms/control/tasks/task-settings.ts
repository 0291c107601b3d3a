import { z } from 'zod';
import { type ApplySettings, applyPolicies } from '../../apply/apply-settings';
import type { LoadSettings } from '../../load/full-load-options';
import { invalidValue } from '../faults';
import type { RetrySettings } from '../running/retries';
import { allowedWords, defaultSettings, largest } from './default-settings';

const word = z.string();
const policy = z.enum(applyPolicies);
/** Settings that the local DMS follows. The rest of the document is kept and echoed. */
const Steering = z.object({
  Logging: z.object({ EnableLogging: z.boolean() }),
  TargetMetadata: z.object({
    SupportLobs: z.boolean(),
    FullLobMode: z.boolean(),
    LimitedSizeLobMode: z.boolean(),
    LobMaxSize: z.number().int().positive(),
  }),
  FullLoadSettings: z.object({
    TargetTablePrepMode: word,
    MaxFullLoadSubTasks: z.number().int().positive(),
    StopTaskCachedChangesApplied: z.boolean(),
    StopTaskCachedChangesNotApplied: z.boolean(),
  }),
  ControlTablesSettings: z.object({ ControlSchema: z.string() }),
  ChangeProcessingTuning: z.object({ CommitTimeout: z.number().int().min(0) }),
  ChangeProcessingDdlHandlingPolicy: z.object({
    HandleSourceTableTruncated: z.boolean(),
    HandleSourceTableAltered: z.boolean(),
  }),
  ErrorBehavior: z.object({
    TableErrorPolicy: word,
    TableErrorEscalationCount: z.number().int().min(0),
    FailOnNoTablesCaptured: z.boolean(),
    RecoverableErrorCount: z.number().int().min(-1),
    RecoverableErrorInterval: z.number().int().min(0),
    RecoverableErrorThrottling: z.boolean(),
    RecoverableErrorThrottlingMax: z.number().int().min(0),
    RecoverableErrorStopRetryAfterThrottlingMax: z.boolean(),
    DataErrorPolicy: policy,
    DataTruncationErrorPolicy: policy,
    ApplyErrorInsertPolicy: policy,
    ApplyErrorUpdatePolicy: policy,
    ApplyErrorDeletePolicy: policy,
  }),
});

export interface TaskSettings {
  /** Whole document with defaults, as Describe echoes it. */
  readonly document: string;
  /** DMS writes a log of the task. */
  readonly isLogged: boolean;
  readonly load: LoadSettings;
  readonly capture: {
    /** TRUNCATE of a source table removes its files. */
    readonly handleTruncate: boolean;
    /**
     * Behaviour after the load: continue with changes, stop, or apply the changes made meanwhile and stop.
     */
    readonly afterLoad: 'replicate' | 'stop' | 'apply-and-stop';
    /** Retries when the source is lost while changes are read. */
    readonly retries: RetrySettings;
  };
  /** Settings for applying changes to tables. */
  readonly apply: ApplySettings;
}

/**
 * Merges settings of a task over DMS's defaults, or over its current document. Throws
 * InvalidParameterValueException with the wrong key, as DMS does.
 */
export function readTaskSettings(text: string | undefined, current?: TaskSettings): TaskSettings {
  const given = text === undefined || text === '' ? {} : parseObject(text);
  const logging = given['Logging'];
  if (isObject(logging) && (isSet(logging['CloudWatchLogGroup']) || isSet(logging['CloudWatchLogStream'])))
    throw invalidValue('Task Settings CloudWatchLogGroup or CloudWatchLogStream cannot be set on create.');
  const merged = merge(current === undefined ? defaultSettings : parseObject(current.document), given, '');
  const steering = Steering.safeParse(merged);
  if (!steering.success) {
    const issue = steering.error.issues[0];
    throw invalid(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  const { TargetMetadata: target, FullLoadSettings: full, ErrorBehavior: errors } = steering.data;
  const ddl = steering.data.ChangeProcessingDdlHandlingPolicy;
  if (target.SupportLobs && target.FullLobMode === target.LimitedSizeLobMode)
    throw invalid(
      'SupportLobs requires exactly one of TargetMetadata.FullLobMode and TargetMetadata.LimitedSizeLobMode',
    );
  return {
    document: JSON.stringify(merged),
    isLogged: steering.data.Logging.EnableLogging,
    load: {
      prepare: prepares.get(full.TargetTablePrepMode) ?? 'nothing',
      subTasks: full.MaxFullLoadSubTasks,
      failOnNoTables: errors.FailOnNoTablesCaptured,
      stopOnTableError: errors.TableErrorPolicy === 'STOP_TASK',
      stopAfterTableErrors: errors.TableErrorEscalationCount,
      lobs: !target.SupportLobs ? 'none' : target.FullLobMode ? 'full' : 'limited',
      lobLimitKb: target.LobMaxSize,
    },
    capture: {
      handleTruncate: ddl.HandleSourceTableTruncated,
      afterLoad: full.StopTaskCachedChangesNotApplied
        ? 'stop'
        : full.StopTaskCachedChangesApplied
          ? 'apply-and-stop'
          : 'replicate',
      retries: {
        count: errors.RecoverableErrorCount,
        intervalSeconds: errors.RecoverableErrorInterval,
        mostSeconds: errors.RecoverableErrorThrottling ? errors.RecoverableErrorThrottlingMax : undefined,
        endsAtMost: errors.RecoverableErrorStopRetryAfterThrottlingMax,
      },
    },
    apply: {
      controlSchema: steering.data.ControlTablesSettings.ControlSchema || 'public',
      commitMilliseconds: steering.data.ChangeProcessingTuning.CommitTimeout * 1000,
      handleAltered: ddl.HandleSourceTableAltered,
      onBadValue: errors.DataErrorPolicy,
      onLongValue: errors.DataTruncationErrorPolicy,
      onInsert: errors.ApplyErrorInsertPolicy,
      onUpdate: errors.ApplyErrorUpdatePolicy,
      onDelete: errors.ApplyErrorDeletePolicy,
    },
  };
}

const prepares = new Map<string, 'drop' | 'truncate'>([
  ['DROP_AND_CREATE', 'drop'],
  ['TRUNCATE_BEFORE_LOAD', 'truncate'],
]);

type JsonObject = Readonly<Record<string, unknown>>;

function merge(defaults: JsonObject, given: JsonObject, path: string): JsonObject {
  const merged: Record<string, unknown> = { ...defaults };
  for (const [key, value] of Object.entries(given)) {
    const where = path === '' ? key : `${path}.${key}`;
    const usual = defaults[key];
    if (usual === undefined) throw invalid(`unknown key ${where}`);
    if (value === null || usual === null) merged[key] = value ?? usual;
    else if (isObject(usual) && isObject(value)) merged[key] = merge(usual, value, where);
    else merged[key] = checked(value, usual, where);
  }
  return merged;
}

function checked(value: unknown, usual: unknown, where: string): unknown {
  if (typeof value !== typeof usual || Array.isArray(value) !== Array.isArray(usual))
    throw invalid(
      `${where} must be a ${Array.isArray(usual) ? 'list' : typeof usual}, not ${JSON.stringify(value)}`,
    );
  const words = allowedWords[where];
  if (words !== undefined && !words.includes(String(value)))
    throw invalid(`${where} is ${JSON.stringify(value)}; allowed are ${words.join(', ')}`);
  const most = largest[where];
  if (most !== undefined && Number(value) > most)
    throw invalid(`${where} is ${Number(value)}; at most ${most}`);
  return value;
}

function parseObject(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // The error follows.
  }
  throw invalid('not a JSON object');
}

const invalid = (why: string) => invalidValue(`Invalid task settings json: ${why}`);
const isSet = (value: unknown): boolean => value !== undefined && value !== null;
const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
