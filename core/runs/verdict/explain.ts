import type { Failure } from '../record/failure';
import type { RunRecord } from '../record/run-record';
import type { Finding, FindingCode } from '../record/verdict-shape';
import { errorExplanations } from './explain-errors';
import { loadExplanations } from './explain-load';
import { runExplanations } from './explain-run';
import type { Explanation } from './explanation';

const explanations: Readonly<Record<FindingCode, Explanation>> = { ...runExplanations, ...loadExplanations };

/**
 * Cause and fix of a finding of a run, whose names replace the placeholders of commands. A failed step is explained by the name of its
 * error, where Lakeferry knows it.
 */
export function explain(
  finding: Finding,
  { jobKey, run, mode }: Pick<RunRecord, 'jobKey' | 'run' | 'mode'>,
): Explanation {
  const error = finding.code === 'state-failed' ? stateFailure.exec(finding.detail)?.[1] : undefined;
  const found = (error === undefined ? undefined : errorExplanations[error]) ?? explanations[finding.code];
  const { cause, cdcCause = cause, fix, cdcFix = fix } = found;
  const wanted = mode === undefined ? { cause, fix } : { cause: cdcCause, fix: cdcFix };
  return {
    ...found,
    cause: wanted.cause,
    fix: wanted.fix.replaceAll('<department>/<job>', jobKey).replaceAll('<run>', run),
  };
}

/** Detail of a `state-failed` finding: `<state>: <error>: <cause>`. */
const stateFailure = /^\w+: ([\w.]+): /;

/** Cause and fix of an error that ended a state. Undefined for errors that Lakeferry does not know. */
export function explainFailure(failure: Pick<Failure, 'error'>): Explanation | undefined {
  return errorExplanations[failure.error];
}
