import type { CheckSummary } from '../../checks/report/check-summary';
import { tableStateOf } from '../../model/table-state';
import { kindOf } from '../../model/task-status';
import { fullTableName } from '../../tables/table-name';
import type { RunRecord } from '../record/run-record';
import type { Finding, Verdict } from '../record/verdict-shape';
import { wayOutOf } from '../replication/way-out';
import type { Task } from '../task/task';
import { tableFindings } from './table-findings';
import {
  collisionFindings,
  countFindings,
  type Evidence,
  failureFindings,
  isWholeFailure,
  outcomeOf,
  stateFailed,
  stopFindings,
  taskMissing,
  verdictOf,
} from './verdict';

/** Evidence of a CDC job's run: also its mode. */
export interface ReplicationEvidence extends Evidence {
  readonly mode: 'cdc' | 'full-load-and-cdc';
  /** `department/job`, for commands. */
  readonly job?: string | undefined;
  readonly source?: RunRecord['source'];
}

/**
 * Judges a run of a CDC job, whose task must be running. A load is judged like any full load, while the task keeps running
 * (docs/pitfalls.md#full-load-followed-by-changes). Notes are reported and do not count against success.
 */
export function judgeReplication(evidence: ReplicationEvidence): Verdict {
  const run = runFindings(evidence);
  const found = evidence.task === undefined || isWholeFailure(run, evidence) ? [] : tablesOf(evidence);
  const counts = run.length === 0 && evidence.mode === 'full-load-and-cdc' ? countFindings(evidence) : [];
  const against = [...run, ...counts, ...collisionFindings(evidence)];
  // While changes arrive, there may always be rows that DMS has not compared yet.
  const pending = found.filter(({ code }) => code === 'validation-pending');
  const tables = found.filter((finding) => !pending.includes(finding));
  return verdictOf(
    outcomeOf(against, tables, evidence),
    [...against, ...tables, ...pending, ...(evidence.notes ?? [])],
    evidence,
  );
}

function runFindings(evidence: ReplicationEvidence): readonly Finding[] {
  const { task, failure } = evidence;
  if (failure !== undefined) return [stateFailed(failure)];
  if (task === undefined) return [taskMissing];
  switch (kindOf(task.status)) {
    case 'running':
      return [];
    case 'down':
      return withWayOut(
        task.status === 'stopped' ? stopFindings(task) : failureFindings(task),
        task,
        evidence,
      );
    case 'changing':
    case 'ready':
    case 'starting':
    case 'stopping':
    case 'deleting':
    case 'unknown':
      return [{ code: 'not-replicating', detail: `the task is ${task.status}` }];
  }
}

/** Adds the way out to a failure that no repetition fixes. */
function withWayOut(
  findings: readonly Finding[],
  task: Task,
  { job = '<job>', mode, source }: ReplicationEvidence,
): readonly Finding[] {
  const wayOut = wayOutOf(task, { forJob: job, mode, source });
  if (wayOut === undefined) return findings;
  return findings.map((finding) => ({ ...finding, detail: `${finding.detail}; ${wayOut}` }));
}

/** Without a load, DMS lists a table at its first change: only tables in error count against success. */
function tablesOf(evidence: ReplicationEvidence): readonly Finding[] {
  if (evidence.mode === 'full-load-and-cdc')
    return evidence.failure === undefined ? tableFindings(evidence) : [];
  return evidence.tables
    .filter(({ state }) => ['error', 'missing'].includes(tableStateOf(state)))
    .map((table) => ({
      code: tableStateOf(table.state) === 'error' ? 'table-error' : 'table-missing',
      table: fullTableName(table),
      detail: table.state,
    }));
}

/** Findings about a source that CheckSource could not check. */
export function notesOf({ source, sourceCheck, check }: RunRecord): readonly Finding[] {
  if (check?.unreachable !== undefined) return [{ code: 'source-not-checked', detail: check.unreachable }];
  if (check !== undefined && isAllSkipped(check))
    return [{ code: 'source-not-checked', detail: sourceCheck || `${check.skipped} checks were skipped` }];
  if (check !== undefined || source === undefined || source.engine === 'postgres') return [];
  return [{ code: 'source-not-checked', detail: sourceCheck ?? `${source.engine}: not checked` }];
}

/** True if nothing but the connection was checked. */
function isAllSkipped({ errors, warnings, notes, passed, skipped }: CheckSummary): boolean {
  return skipped > 0 && errors + warnings + notes === 0 && passed <= 1;
}
