/** Exit codes of the commands; `lakeferry --help` documents them. */
export const exitCodes = { done: 0, wrongUse: 1, runFailed: 2, notFound: 3 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Ends a command. The message says what is wrong and what to change; no stack trace is shown. */
export class CommandError extends Error {
  override readonly name = 'CommandError';

  constructor(
    readonly exitCode: ExitCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export function wrongUse(message: string, options?: ErrorOptions): CommandError {
  return new CommandError(exitCodes.wrongUse, message, options);
}

export function notFound(message: string): CommandError {
  return new CommandError(exitCodes.notFound, message);
}
