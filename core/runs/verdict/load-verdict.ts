import type { LoadRefusal } from '../../loads/load-codes';
import type { LoadResult } from '../../loads/load-result';
import type { Finding, Verdict } from '../record/verdict-shape';
import { boundedFindings } from './kept-findings';

/** Result of loading a file, or the reasons why it was refused. */
export type LoadOutcome =
  | LoadResult
  | { readonly kind: 'refused'; readonly code: LoadRefusal; readonly details: readonly string[] };

export function judgeLoad(outcome: LoadOutcome): Verdict {
  switch (outcome.kind) {
    case 'loaded': {
      const { rows, rejected, rejectFile } = outcome;
      if (rejected === 0) return verdict('succeeded', [], 1, rows);
      const detail = `${rejected} of ${rows + rejected} rows: ${rejectFile ?? 'see the reject file of the run'}`;
      return verdict('succeeded-with-table-errors', [{ code: 'rows-rejected', detail }], 1, rows);
    }
    case 'loaded-before':
    case 'superseded':
      return verdict('skipped', [{ code: outcome.kind, detail: `by run ${outcome.by}` }], 0, 0);
    case 'refused':
      return verdict(
        'failed',
        outcome.details.map((detail) => ({ code: outcome.code, detail })),
        0,
        0,
      );
  }
}

/** Address of the rows that were not loaded, from the verdict of `judgeLoad`. */
export function rejectFileOf(verdict: Pick<Verdict, 'findings'> | undefined): string | undefined {
  const detail = verdict?.findings.find(({ code }) => code === 'rows-rejected')?.detail ?? '';
  return /^\d+ of \d+ rows: (s3:\/\/.+)$/.exec(detail)?.[1];
}

function verdict(
  outcome: Verdict['outcome'],
  findings: readonly Finding[],
  tablesCompleted: number,
  rows: number,
): Verdict {
  return {
    outcome,
    findings: boundedFindings(findings),
    findingCount: findings.length,
    evidence: { tables: 1, tablesCompleted, rows },
  };
}
