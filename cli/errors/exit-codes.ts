/** Exit codes of the commands; `lakeferry --help` documents them. */
export const exitCodes = { done: 0, wrongUse: 1, runFailed: 2, changesFound: 2, notFound: 3 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

interface Options extends ErrorOptions {
  /** Command or edit that helps. */
  readonly fix?: string;
}

/** Ends a command. The message says what is wrong and what to change; no stack trace is shown. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly fix: string | undefined;

  constructor(
    readonly exitCode: ExitCode,
    /** Without the fix. The message of the error has both. */
    readonly problem: string,
    { fix, ...options }: Options = {},
  ) {
    super(fix === undefined ? problem : `${problem}: ${fix}`, options);
    this.fix = fix;
  }
}

export function wrongUse(message: string, options?: Options): CommandError {
  return new CommandError(exitCodes.wrongUse, message, options);
}

export function notFound(message: string, options?: Options): CommandError {
  return new CommandError(exitCodes.notFound, message, options);
}
