import type { Failure } from './run-record';

/** Why a run is over whose execution ended without closing it; `said` is what the execution itself gives. */
export function executionFailure(
  status: string,
  said?: { readonly error?: string | undefined; readonly cause?: string | undefined },
): Failure {
  const ended = `the execution ended as ${status} before it had closed its run`;
  if (status !== 'ABORTED')
    return { state: 'Execution', error: said?.error ?? 'ExecutionEnded', cause: said?.cause ?? ended };
  // A person who stops it may give an error and a cause of their own.
  const words = [said?.error, said?.cause].filter((word) => word !== undefined && word !== '').join(': ');
  return {
    state: 'Execution',
    error: 'ExecutionAborted',
    cause: words === '' ? ended : `${ended}: ${words}`,
  };
}
