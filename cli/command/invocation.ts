import type { ExitCode } from '../errors/exit-codes';
import type { GlobalOptions } from '../options/global-options';
import type { Shell } from '../shell';

/** Terminal and global options of the command that runs. */
export interface Invocation {
  readonly shell: Shell;
  readonly options: GlobalOptions;
}

/** Runs a command with its parsed arguments and options. Resolves with the exit code; undefined means done. */
export type Action<Input> = (input: Input, invocation: Invocation) => Promise<ExitCode | undefined>;

/** Prints JSON for programs, or the view for people. */
export function present<T>({ shell, options }: Invocation, result: T, view: (result: T) => string): void {
  shell.print(options.json ? JSON.stringify(result, null, 2) : view(result));
}
