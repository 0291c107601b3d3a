import type { FindingCode, Verdict } from '../record/verdict-shape';
import type { Evidence } from './verdict';

const settledAfter = 120_000;

/** What may speak against a load only because DMS's statistics trail its status. */
const trailing: ReadonlySet<FindingCode> = new Set([
  'counts-disagree',
  'statistics-missing',
  'table-unfinished',
  'no-tables',
]);

/**
 * Whether to look at the evidence again before judging: DMS says that the load is over, and all that speaks against it may be
 * statistics of a moment before. `loadFinished` is when the run saw the end, ISO 8601; two minutes later what is there counts.
 */
export function hasUnsettledStatistics(
  evidence: Evidence,
  verdict: Verdict,
  loadFinished: string | undefined,
  now: Date,
): boolean {
  if (evidence.failure !== undefined || loadFinished === undefined) return false;
  if (now.getTime() - Date.parse(loadFinished) >= settledAfter) return false;
  // Its end was seen: an answer without the task is Describe lagging behind, or somebody's deletion.
  if (evidence.task === undefined) return true;
  // A task that follows changes runs on when its load is over.
  const isOver =
    evidence.task.status === 'running' || verdict.evidence.stopReason === 'FULL_LOAD_ONLY_FINISHED';
  if (!isOver) return false;
  // The list of tables is shorter than the counts say, or says nothing at all.
  const { tablesLoaded = 0, tablesErrored = 0 } = evidence.task.statistics ?? {};
  const isShort = evidence.tables.length < Math.max(1, tablesLoaded + tablesErrored);
  // What could not be looked at is told, and speaks against nothing.
  const against = verdict.findings.filter(({ code }) => code !== 'source-not-checked');
  return (
    against.length > 0 &&
    against.every(({ code }) => trailing.has(code) || (isShort && code === 'table-missing'))
  );
}
