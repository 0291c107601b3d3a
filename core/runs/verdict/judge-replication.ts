import { fullTableName } from '../../tables/table-name';
import type { RunRecord } from '../record/run-record';
import type { Finding, Verdict } from '../record/verdict-shape';
import { tableFindings } from './table-findings';
import {
  countFindings,
  type Evidence,
  failureFindings,
  outcomeOf,
  stateFailed,
  stopFindings,
  taskMissing,
  verdictOf,
} from './verdict';

/** What a run of a CDC job is judged by besides: its mode, and what CheckSource could not see. */
export interface ReplicationEvidence extends Evidence {
  readonly mode: 'cdc' | 'full-load-and-cdc';
  readonly notes: readonly Finding[];
}

/**
 * What a run of a CDC job came to: the task has to run when it is looked at. Its load, where it has one, is judged as any
 * full load is, while the task lives on (C4). Notes are told, and speak against nothing.
 */
export function judgeReplication(evidence: ReplicationEvidence): Verdict {
  const run = runFindings(evidence);
  const tables = evidence.task === undefined ? [] : tablesOf(evidence);
  const counts = run.length === 0 && evidence.mode === 'full-load-and-cdc' ? countFindings(evidence) : [];
  const against = [...run, ...counts];
  return verdictOf(
    outcomeOf(against, tables, evidence),
    [...against, ...tables, ...evidence.notes],
    evidence,
  );
}

function runFindings(evidence: ReplicationEvidence): readonly Finding[] {
  const { task, failure } = evidence;
  if (failure !== undefined) return [stateFailed(failure)];
  if (task === undefined) return [taskMissing];
  switch (task.status) {
    case 'running':
      return [];
    case 'stopped':
      return stopFindings(task);
    case 'failed':
    case 'failed-move':
      return failureFindings(task);
    default:
      return [{ code: 'not-replicating', detail: `the task is ${task.status}` }];
  }
}

/** Without a load, tables show up as the task meets them: only those in error speak against it. */
function tablesOf(evidence: ReplicationEvidence): readonly Finding[] {
  if (evidence.mode === 'full-load-and-cdc')
    return evidence.failure === undefined ? tableFindings(evidence) : [];
  return evidence.tables
    .filter(({ state }) => state === 'Table error' || state === 'Table does not exist')
    .map((table) => ({
      code: table.state === 'Table error' ? 'table-error' : 'table-missing',
      table: fullTableName(table),
      detail: table.state,
    }));
}

/** What CheckSource could not look at. */
export function notesOf({ source, sourceCheck, check }: RunRecord): readonly Finding[] {
  if (check?.unreachable !== undefined) return [{ code: 'source-not-checked', detail: check.unreachable }];
  if (check !== undefined || source === undefined || source.engine === 'postgres') return [];
  return [{ code: 'source-not-checked', detail: sourceCheck ?? `${source.engine}: not checked` }];
}
