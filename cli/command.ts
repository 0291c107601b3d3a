import type { Command } from 'commander';
import { type ExitCode, exitCodes } from './exit-codes';
import { type GlobalOptions, globalOptions } from './global-options';
import type { Shell } from './shell';

/** What a command is given when it runs. */
export interface Invocation {
  readonly shell: Shell;
  readonly options: GlobalOptions;
  /** Its own arguments, in order; undefined for an optional one that was left out. */
  readonly args: readonly (string | undefined)[];
  /** Those of a last argument that may be repeated. */
  readonly variadic: readonly string[];
  /** Its own options, as commander read them. */
  readonly own: Readonly<Record<string, unknown>>;
}

/** Resolves with the exit code; nothing means done. */
export type Run = (invocation: Invocation) => Promise<ExitCode | undefined>;

export interface Registry {
  readonly program: Command;
  readonly shell: Shell;
  readonly ended: (exitCode: ExitCode) => void;
}

/**
 * `load` requires the command's action when it runs, so that `--help` loads none of them. (Not `import()`: tsx leaves that to Node,
 * whose module instances are not those that `require` gives.)
 */
export function runs(command: Command, { shell, ended }: Registry, load: () => Run): void {
  command.action(async (..._given: readonly unknown[]) => {
    const exitCode = await load()({
      shell,
      options: globalOptions(command, shell),
      args: command.processedArgs.map((arg: unknown) => (typeof arg === 'string' ? arg : undefined)),
      variadic: command.processedArgs
        .filter((arg: unknown): arg is unknown[] => Array.isArray(arg))
        .flat()
        .map(String),
      own: command.opts(),
    });
    ended(exitCode ?? exitCodes.done);
  });
}

/** JSON for programs, or what `forPeople` makes of it. */
export function present<T>({ shell, options }: Invocation, value: T, forPeople: (value: T) => string): void {
  shell.print(options.json ? JSON.stringify(value, null, 2) : forPeople(value));
}

export function examples(...lines: readonly (readonly [command: string, what: string])[]): string {
  const longest = Math.max(...lines.map(([command]) => command.length));
  return `\nExamples:\n${lines.map(([command, what]) => `  ${command.padEnd(longest)}  ${what}`).join('\n')}`;
}
