import type { ExpectedTable } from '../../tables/expected-tables';
import type { Failure, TableRecord } from '../record/run-record';
import {
  type Finding,
  type FindingCode,
  keptFindings,
  type Outcome,
  type Verdict,
} from '../record/verdict-shape';
import { type StartMark, startedByRun, stopReasonOf, type Task } from '../task/task';
import { tableFindings } from './table-findings';

/** All that a run's outcome follows from. */
export interface Evidence {
  readonly task?: Task | undefined;
  readonly start?: StartMark | undefined;
  readonly tables: readonly TableRecord[];
  /** The tables that the plan names exactly. */
  readonly expected: readonly ExpectedTable[];
  readonly allowTableErrors: boolean;
  /** The error that ended a state before its time. */
  readonly failure?: Failure | undefined;
}

/**
 * What a full load came to. `stopped` alone means nothing: the reason, the counts, every table's state and the tables that
 * the plan expected must all speak for success, and what is not known never does.
 */
export function judge(evidence: Evidence): Verdict {
  const run = runFindings(evidence);
  // Where the task failed before DMS listed a table, that says why none came: a line for each would hide it.
  const isWholeFailure = run.some(({ code }) => code === 'task-failed') && evidence.tables.length === 0;
  const tables = evidence.task === undefined || isWholeFailure ? [] : tableFindings(evidence);
  const counts = run.length === 0 ? countFindings(evidence) : [];
  const findings = [...run, ...counts, ...tables];
  return verdictOf(outcomeOf([...run, ...counts], tables, evidence), findings, evidence);
}

/** A verdict without a task: the run ended before it had one, or nobody could judge it. */
export function verdictWithout(outcome: Outcome, code: FindingCode, detail: string): Verdict {
  return verdictOf(outcome, [{ code, detail }], { tables: [] });
}

/** A verdict on an error alone. */
export function verdictOfFailure(failure: Failure): Verdict {
  const finding = stateFailed(failure);
  return verdictOf(finding.code === 'stopped-by-person' ? 'stopped' : 'failed', [finding], { tables: [] });
}

export function outcomeOf(run: readonly Finding[], tables: readonly Finding[], evidence: Evidence): Outcome {
  const codes = new Set(run.map((finding) => finding.code));
  if (codes.has('low-memory') || codes.has('low-disk')) return 'resource';
  if (codes.has('stopped-by-person')) return 'stopped';
  if (run.length > 0) return 'failed';
  if (tables.length === 0) return 'succeeded';
  const bearable = tables.every((finding) => bearableCodes.has(finding.code));
  const someLoaded = evidence.tables.some((table) => table.state === 'Table completed');
  return evidence.allowTableErrors && bearable && someLoaded ? 'succeeded-with-table-errors' : 'failed';
}

const bearableCodes: ReadonlySet<FindingCode> = new Set([
  'table-error',
  'table-missing',
  'table-rows-rejected',
]);

export const taskMissing: Finding = { code: 'task-missing', detail: 'DMS knows no task of this run' };

function runFindings(evidence: Evidence): readonly Finding[] {
  const { task, failure } = evidence;
  const ended = failure === undefined ? [] : [stateFailed(failure)];
  if (task === undefined) return failure === undefined ? [taskMissing] : ended;
  return [...ended, ...taskFindings(task, evidence.start, failure !== undefined)];
}

function taskFindings(task: Task, start: StartMark | undefined, failedBefore: boolean): readonly Finding[] {
  const ours = startedByRun(task, start);
  switch (task.status) {
    case 'stopped':
      return ours
        ? stopFindings(task)
        : [{ code: 'task-not-started', detail: 'the task stopped, but in an earlier run' }];
    case 'failed':
    case 'failed-move':
      return failureFindings(task);
    case 'creating':
    case 'ready':
    case 'starting':
    case 'running':
    case 'stopping':
    case 'modifying':
    case 'moving':
    case 'testing':
    case 'deleting':
      // A state that failed already says why the task did not get further.
      return failedBefore ? [] : [{ code: 'task-unfinished', detail: `the task is still ${task.status}` }];
    default:
      return [
        { code: 'unknown-status', detail: `DMS says "${task.status}", which its guide does not document` },
      ];
  }
}

export function stopFindings(task: Task): readonly Finding[] {
  const reason = stopReasonOf(task.stopReason);
  switch (reason) {
    case 'FULL_LOAD_ONLY_FINISHED':
      return [];
    case 'NORMAL':
      return [{ code: 'stopped-by-person', detail: 'somebody stopped the task while it loaded' }];
    case 'STOPPED_DUE_TO_LOW_MEMORY':
      return [{ code: 'low-memory', detail: reason }];
    case 'STOPPED_DUE_TO_LOW_DISK':
      return [{ code: 'low-disk', detail: reason }];
    case 'FATAL_ERROR':
    case 'RECOVERABLE_ERROR':
      return failureFindings(task);
    default:
      return [
        { code: 'unexpected-stop-reason', detail: reason ?? task.stopReason ?? 'DMS gave no stop reason' },
      ];
  }
}

export function failureFindings(task: Task): readonly Finding[] {
  const message = messageOf(task) ?? 'DMS gave no message';
  const reason = stopReasonOf(task.stopReason) ?? stopReasonOf(task.lastFailureMessage);
  if (reason === 'STOPPED_DUE_TO_LOW_MEMORY') return [{ code: 'low-memory', detail: message }];
  if (reason === 'STOPPED_DUE_TO_LOW_DISK') return [{ code: 'low-disk', detail: message }];
  if (/No tables were found at task initialization/i.test(message))
    return [{ code: 'no-tables-found', detail: message }];
  return [{ code: 'task-failed', detail: message }];
}

/** DMS's own counts must agree with the tables that it lists. */
export function countFindings({ task, tables }: Evidence): readonly Finding[] {
  const statistics = task?.statistics;
  if (statistics === undefined)
    return [{ code: 'statistics-missing', detail: 'DMS gave no counts for the finished task' }];
  const errored = tables.filter((table) => table.state === 'Table error').length;
  const completed = tables.filter((table) => table.state === 'Table completed').length;
  const said = `${statistics.tablesLoaded} loaded, ${statistics.tablesLoading} loading, ${statistics.tablesQueued} queued, ${statistics.tablesErrored} in error`;
  const agree =
    statistics.tablesLoaded === completed &&
    statistics.tablesErrored <= errored &&
    statistics.tablesLoading === 0 &&
    statistics.tablesQueued === 0;
  if (agree) return [];
  return [
    {
      code: 'counts-disagree',
      detail: `DMS counts ${said}; its list has ${completed} completed, ${errored} in error`,
    },
  ];
}

export function stateFailed(failure: Failure): Finding {
  return {
    code: failure.error === 'ExecutionAborted' ? 'stopped-by-person' : 'state-failed',
    detail: `${failure.state}: ${failure.error}: ${failure.cause}`.slice(0, 2000),
  };
}

function messageOf(task: Task): string | undefined {
  return task.lastFailureMessage ?? task.stopReason;
}

export function verdictOf(
  outcome: Outcome,
  findings: readonly Finding[],
  evidence: Pick<Evidence, 'task' | 'tables'>,
): Verdict {
  const { task, tables } = evidence;
  return {
    outcome,
    findings: findings.slice(0, keptFindings),
    findingCount: findings.length,
    evidence: {
      status: task?.status,
      stopReason: stopReasonOf(task?.stopReason),
      message: task?.lastFailureMessage?.slice(0, 4000),
      tables: tables.length,
      tablesCompleted: tables.filter((table) => table.state === 'Table completed').length,
      rows: tables.reduce((sum, table) => sum + table.rows, 0),
    },
  };
}
