import type { FindingCode, Verdict } from '../record/verdict-shape';
import type { Evidence } from './verdict';

const settledAfter = 120_000;

/** Findings that may be wrong while DMS's statistics lag behind its status, or that a short wait removes. */
const lagging: ReadonlySet<FindingCode> = new Set([
  'counts-disagree',
  'statistics-missing',
  'table-unfinished',
  'no-tables',
  'validation-pending',
]);

/**
 * Returns true when the evidence has to be read again before a verdict. The load is over then, and all findings may come from
 * statistics of a moment before. `loadFinished` is the time at which a poll saw the end, ISO 8601. Two minutes later the
 * statistics count.
 */
export function hasUnsettledStatistics(
  evidence: Evidence,
  verdict: Verdict,
  loadFinished: string | undefined,
  now: Date,
): boolean {
  if (evidence.failure !== undefined || loadFinished === undefined) return false;
  if (now.getTime() - Date.parse(loadFinished) >= settledAfter) return false;
  // A poll saw its end: an answer without the task is Describe lagging behind, or a deletion.
  if (evidence.task === undefined) return true;
  // A task that follows changes keeps running when its load is over.
  const isOver =
    evidence.task.status === 'running' || verdict.evidence.stopReason === 'FULL_LOAD_ONLY_FINISHED';
  if (!isOver) return false;
  // The list of tables is empty, or shorter than the counts.
  const { tablesLoaded = 0, tablesErrored = 0 } = evidence.task.statistics ?? {};
  const isShort = evidence.tables.length < Math.max(1, tablesLoaded + tablesErrored);
  // A source that could not be checked does not count against success.
  const against = verdict.findings.filter(({ code }) => code !== 'source-not-checked');
  return (
    against.length > 0 &&
    against.every(({ code }) => lagging.has(code) || (isShort && code === 'table-missing'))
  );
}
