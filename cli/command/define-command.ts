import type { ExitCode } from '../errors/exit-codes';
import type { Argument, Option, TypeOf } from '../options/option';
import type { Action, Invocation } from './invocation';

type Arguments = Readonly<Record<string, Argument<unknown>>>;
type Options = Readonly<Record<string, Option<unknown>>>;
type None = Readonly<Record<never, never>>;
type InputOf<Definitions> = {
  readonly [Key in keyof Definitions]: Definitions[Key] extends { readonly type: TypeOf<infer Value> }
    ? Value
    : never;
};

export interface Help {
  readonly name: string;
  readonly description: string;
  /** Command lines with what each does, which may be empty. */
  readonly examples: readonly (readonly [command: string, what: string])[];
  /** Text before the examples. */
  readonly notes?: string;
  /** True if the command shows its own progress, or runs until it is stopped. */
  readonly showsProgress?: true;
}

interface CommandDefinition<A extends Arguments, O extends Options> extends Help {
  /** In the order of the command line. */
  readonly arguments?: A;
  /** By the name that commander gives each: `since` for `--since <time>`. */
  readonly options?: O;
  /**
   * Requires the file of the action when the command runs, so that each command loads only what it needs. Not `import()`: tsx
   * leaves that to Node, whose module instances differ from those of `require`.
   */
  readonly load: () => Action<InputOf<A> & InputOf<O>>;
}

export interface DefinedCommand extends Help {
  readonly arguments: Arguments;
  readonly options: Options;
  /** Parses what commander read, and runs the action. */
  readonly run: (
    given: Readonly<Record<string, unknown>>,
    invocation: Invocation,
  ) => Promise<ExitCode | undefined>;
}

/** A command that consists of subcommands. */
export interface CommandGroup extends Help {
  readonly commands: readonly DefinedCommand[];
}

/** Defines a command whose action gets its arguments and options parsed and typed. */
export function defineCommand<A extends Arguments = None, O extends Options = None>(
  definition: CommandDefinition<A, O>,
): DefinedCommand {
  const { load, arguments: args, options, ...help } = definition;
  return {
    ...help,
    arguments: args ?? {},
    options: options ?? {},
    run: async (given, invocation) => {
      const input = inputOf({ ...args, ...options }, given);
      // The keys and types of the schema are those of the definitions; TypeScript cannot follow that through a record.
      return load()(input as InputOf<A> & InputOf<O>, invocation);
    },
  };
}

function inputOf(
  definitions: Readonly<Record<string, Argument<unknown> | Option<unknown>>>,
  given: Readonly<Record<string, unknown>>,
): object {
  // Without a definition there is nothing to parse, so that zod is not loaded.
  if (Object.keys(definitions).length === 0) return {};
  const { parseInput }: typeof import('./parse-input') = require('./parse-input');
  return parseInput(definitions, given);
}
