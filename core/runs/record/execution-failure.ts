import { cutText, longestText } from '../../cut-text';
import type { Failure } from './failure';

/** Failure of a run whose execution ended without closing it. `reported`: error and cause of the execution itself. */
export function executionFailure(
  status: string,
  reported?: { readonly error?: string | undefined; readonly cause?: string | undefined },
): Failure {
  const ended = `the execution ended with status ${status} before it closed its run`;
  if (status !== 'ABORTED')
    return {
      state: 'Execution',
      error: reported?.error ?? 'ExecutionEnded',
      cause: cutText(reported?.cause ?? ended, longestText),
    };
  // A person who stops the execution may give an error and a cause.
  const reason = [reported?.error, reported?.cause].filter((text) => text !== undefined && text !== '');
  return {
    state: 'Execution',
    error: 'ExecutionAborted',
    cause: cutText(reason.length === 0 ? ended : `${ended}: ${reason.join(': ')}`, longestText),
  };
}
