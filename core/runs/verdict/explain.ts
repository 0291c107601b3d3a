import type { Failure } from '../record/failure';
import type { Finding, FindingCode } from '../record/verdict-shape';
import { errorExplanations } from './explain-errors';
import { loadExplanations } from './explain-load';
import { runExplanations } from './explain-run';
import type { Explanation } from './explanation';

const explanations: Readonly<Record<FindingCode, Explanation>> = { ...runExplanations, ...loadExplanations };

/** Cause and fix of a finding. A failed step is explained by the name of its error, where Lakeferry knows it. */
export function explain(finding: Finding): Explanation {
  const error = finding.code === 'state-failed' ? stateFailure.exec(finding.detail)?.[1] : undefined;
  return (error === undefined ? undefined : errorExplanations[error]) ?? explanations[finding.code];
}

/** Detail of a `state-failed` finding: `<state>: <error>: <cause>`. */
const stateFailure = /^\w+: ([\w.]+): /;

/** Cause and fix of an error that ended a state. Undefined for errors that Lakeferry does not know. */
export function explainFailure(failure: Pick<Failure, 'error'>): Explanation | undefined {
  return errorExplanations[failure.error];
}
