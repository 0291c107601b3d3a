import type { Failure } from '../record/run-record';
import type { Outcome, Verdict } from '../record/verdict-shape';

/** How the execution ends: its last question reads `outcome`, its Fail state the rest. */
export interface ExecutionOutput {
  readonly outcome: Outcome;
  /** Empty when it ended well. */
  readonly error: string;
  readonly cause: string;
}

/** Without a verdict there is no success. */
export function executionOutputOf(
  verdict: Verdict | undefined,
  failure: Failure | undefined,
): ExecutionOutput {
  const outcome = verdict?.outcome ?? 'failed';
  if (outcome === 'succeeded' || outcome === 'succeeded-with-table-errors')
    return { outcome, error: '', cause: '' };
  const first = verdict?.findings[0];
  return {
    outcome,
    error: failure?.error ?? `Run.${outcome}`,
    cause:
      failure?.cause ?? (first === undefined ? 'the run was not judged' : `${first.code}: ${first.detail}`),
  };
}
