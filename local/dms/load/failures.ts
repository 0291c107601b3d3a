/** The connection to the source is lost or cannot be opened. Ends the task. */
export class SourceLostError extends Error {
  override readonly name = 'SourceLostError';
}

/** The target refuses a write. Ends the task. */
export class TargetError extends Error {
  override readonly name = 'TargetError';

  constructor(message: string, cause: unknown) {
    super(`${message}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** The load was stopped from outside. */
export class LoadStoppedError extends Error {
  override readonly name = 'LoadStoppedError';
}

/** Ends the task for another reason, such as that no table was found. */
export class FatalLoadError extends Error {
  override readonly name = 'FatalLoadError';
}

// Classes 08 (connection exception) and 57P (shutdown, crash, cannot connect now), and network codes of Node.
const lost = /^(08...|57P0[1-5]|ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND)$/;

/** True for a lost source, false for an error that affects only one table. */
export function isSourceLost(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof TargetError) return false;
  const code = 'code' in error ? String(error.code) : '';
  return (
    lost.test(code) || /Connection terminated|connection ended|Client has encountered/i.test(error.message)
  );
}

const places = {
  SourceLostError: '[subtask/unload.c:412] [1022502]',
  TargetError: '[csv_target/s3_put.c:208] [1001730]',
  FatalLoadError: '[reptask/replicationtask.c:2883] [1020418]',
} as const;

/** StopReason and LastFailureMessage of a failed task. */
export function lastError(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const name = error instanceof Error && error.name in places ? error.name : 'FatalLoadError';
  const place = name === 'SourceLostError' || name === 'TargetError' ? places[name] : places.FatalLoadError;
  return `Last Error  ${message} ${place} Stop Reason FATAL_ERROR Error Level FATAL`;
}

export const noTables =
  'No tables were found at task initialization. Either the selected table(s) or schemas(s) no longer exist or no match was found for the table selection pattern(s). If you would like to start a Task that does not initially capture any tables, set Task Setting FailOnNoTablesCaptured to false and restart task.';
