import * as z from 'zod/mini';

/** Severities as earlier versions wrote them into their reports. */
const severities: ReadonlyMap<unknown, string> = new Map([
  ['blocks', 'error'],
  ['warns', 'warning'],
  ['informs', 'note'],
]);

const EarlierFinding = z.looseObject({ severity: z.string(), mend: z.optional(z.unknown()) });
const EarlierReport = z.looseObject({ findings: z.array(EarlierFinding) });

/**
 * Returns a stored report in the words of this version. Reports are kept for years: an earlier
 * version wrote `mend` for `fix`.
 */
export function inPresentWords(stored: unknown): unknown {
  const report = EarlierReport.safeParse(stored).data;
  if (report === undefined) return stored;
  return { ...report, findings: report.findings.map(inPresentWordsOf) };
}

function inPresentWordsOf({ mend, ...finding }: z.infer<typeof EarlierFinding>) {
  return {
    ...finding,
    severity: severities.get(finding.severity) ?? finding.severity,
    ...(mend === undefined ? {} : { fix: mend }),
  };
}
