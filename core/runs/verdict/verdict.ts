import { tableStateOf } from '../../model/table-state';
import { kindOf } from '../../model/task-status';
import type { TableName } from '../../tables/table-name';
import type { Failure } from '../record/failure';
import type { TableRecord } from '../record/table-record';
import type { Finding, FindingCode, Outcome, Verdict } from '../record/verdict-shape';
import { type StartMark, startedByRun, stopReasonOf, type Task } from '../task/task';
import { boundedFindings } from './kept-findings';
import { tableFindings } from './table-findings';

/** Everything that determines the outcome of a run. */
export interface Evidence {
  readonly task?: Task | undefined;
  readonly start?: StartMark | undefined;
  readonly tables: readonly TableRecord[];
  /** Complete tables that an earlier attempt loaded. Absent: none. */
  readonly carried?: readonly TableRecord[] | undefined;
  /** True for a retry that only publishes: it has no task. */
  readonly loadsNothing?: boolean | undefined;
  /** Tables that the plan names exactly. */
  readonly expected: readonly TableName[];
  readonly allowTableErrors: boolean;
  /** Tables that were written to one place: see `publishing/lake-collisions.ts`. */
  readonly collisions?: readonly string[] | undefined;
  /** Findings about what CheckSource could not check. They do not count against success. */
  readonly notes?: readonly Finding[] | undefined;
  /** Error that ended a state early. */
  readonly failure?: Failure | undefined;
}

/**
 * Judges a full load. The status `stopped` alone proves nothing: stop reason, counts, the state of each table and the expected
 * tables must all prove success. Unknown evidence never does.
 * See docs/pitfalls.md#stopped-does-not-mean-finished and docs/pitfalls.md#tables-fail-in-a-successful-task.
 */
export function judge(evidence: Evidence): Verdict {
  const run = runFindings(evidence);
  const whole = { ...evidence, tables: [...evidence.tables, ...(evidence.carried ?? [])] };
  const hasTables = evidence.task !== undefined || evidence.loadsNothing === true;
  const tables = !hasTables || isWholeFailure(run, evidence) ? [] : tableFindings(whole);
  const counts = run.length === 0 && evidence.task !== undefined ? countFindings(evidence) : [];
  const against = [...run, ...counts, ...collisionFindings(evidence)];
  return verdictOf(
    outcomeOf(against, tables, whole),
    [...against, ...tables, ...(evidence.notes ?? [])],
    whole,
  );
}

/** True for a task that failed before DMS listed a table: one finding per missing table would hide it. */
export function isWholeFailure(run: readonly Finding[], { tables }: Pick<Evidence, 'tables'>): boolean {
  return run.some(({ code }) => code === 'task-failed') && tables.length === 0;
}

/** Verdict on a run without a task: it ended before it had one, or could not be judged. */
export function verdictWithout(outcome: Outcome, code: FindingCode, detail: string): Verdict {
  return verdictOf(outcome, [{ code, detail }], { tables: [] });
}

/** Verdict on an error alone. */
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
  const tolerable = tables.every((finding) => tolerableCodes.has(finding.code));
  const someLoaded = evidence.tables.some(isCompleted);
  return evidence.allowTableErrors && tolerable && someLoaded ? 'succeeded-with-table-errors' : 'failed';
}

const tolerableCodes: ReadonlySet<FindingCode> = new Set([
  'table-error',
  'table-missing',
  'table-rows-rejected',
]);

export const taskMissing: Finding = { code: 'task-missing', detail: 'DMS has no task of this run' };

function runFindings(evidence: Evidence): readonly Finding[] {
  const { task, failure, loadsNothing } = evidence;
  const ended = failure === undefined ? [] : [stateFailed(failure)];
  if (task === undefined && loadsNothing === true) return ended;
  if (task === undefined) return failure === undefined ? [taskMissing] : ended;
  return [...ended, ...taskFindings(task, evidence.start, failure !== undefined)];
}

function taskFindings(task: Task, start: StartMark | undefined, failedBefore: boolean): readonly Finding[] {
  const ours = startedByRun(task, start);
  switch (kindOf(task.status)) {
    case 'down':
      if (task.status !== 'stopped') return failureFindings(task);
      return ours
        ? stopFindings(task)
        : [
            {
              code: 'task-not-started',
              detail: 'the task stopped in an earlier run, and did not start in this run',
            },
          ];
    case 'changing':
    case 'ready':
    case 'starting':
    case 'running':
    case 'stopping':
    case 'deleting':
      // The state that failed explains why the task is not over.
      return failedBefore ? [] : [{ code: 'task-unfinished', detail: `the task is still ${task.status}` }];
    case 'unknown':
      return [
        {
          code: 'unknown-status',
          detail: `DMS reports the status "${task.status}", which its guide does not document`,
        },
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

/** Finding when DMS's counts do not agree with the tables that it lists. */
export function countFindings({ task, tables }: Evidence): readonly Finding[] {
  const statistics = task?.statistics;
  if (statistics === undefined)
    return [{ code: 'statistics-missing', detail: 'DMS gave no counts for the finished task' }];
  const errored = tables.filter(({ state }) => tableStateOf(state) === 'error').length;
  const completed = tables.filter(isCompleted).length;
  const counts = `${statistics.tablesLoaded} loaded, ${statistics.tablesLoading} loading, ${statistics.tablesQueued} queued, ${statistics.tablesErrored} in error`;
  const agree =
    statistics.tablesLoaded === completed &&
    statistics.tablesErrored <= errored &&
    statistics.tablesLoading === 0 &&
    statistics.tablesQueued === 0;
  if (agree) return [];
  return [
    {
      code: 'counts-disagree',
      detail: `DMS counts ${counts}; its list has ${completed} completed, ${errored} in error`,
    },
  ];
}

/** Findings about tables that share a place. No setting tolerates them: rows of one table are gone. */
export function collisionFindings({ collisions = [] }: Pick<Evidence, 'collisions'>): readonly Finding[] {
  return collisions.map((detail) => ({ code: 'tables-collide', detail }));
}

export function stateFailed(failure: Failure): Finding {
  return {
    code: failure.error === 'ExecutionAborted' ? 'stopped-by-person' : 'state-failed',
    detail: `${failure.state}: ${failure.error}: ${failure.cause}`,
  };
}

function isCompleted({ state }: TableRecord): boolean {
  return tableStateOf(state) === 'completed';
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
    findings: boundedFindings(findings),
    findingCount: findings.length,
    evidence: {
      status: task?.status,
      stopReason: stopReasonOf(task?.stopReason),
      message: task?.lastFailureMessage,
      tables: tables.length,
      tablesCompleted: tables.filter(isCompleted).length,
      rows: tables.reduce((sum, table) => sum + table.rows, 0),
    },
  };
}
