import type { Failure } from '../record/failure';
import { isSuccess, type Outcome, type Verdict } from '../record/verdict-shape';

/** Output of an execution: its last choice reads `outcome`, its Fail state the rest. */
export interface ExecutionOutput {
  readonly outcome: Outcome;
  /** Empty when the run succeeded. */
  readonly error: string;
  readonly cause: string;
}

/** Output for a verdict. A run without a verdict has failed. */
export function executionOutputOf(
  verdict: Verdict | undefined,
  failure: Failure | undefined,
): ExecutionOutput {
  const outcome = verdict?.outcome ?? 'failed';
  if (isSuccess(outcome)) return { outcome, error: '', cause: '' };
  const first = verdict?.findings[0];
  return {
    outcome,
    error: failure?.error ?? `Run.${outcome}`,
    cause:
      failure?.cause ?? (first === undefined ? 'the run was not judged' : `${first.code}: ${first.detail}`),
  };
}
