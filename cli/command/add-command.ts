import type { Command } from 'commander';
import { type ExitCode, exitCodes } from '../errors/exit-codes';
import { globalOptions } from '../options/global-options';
import type { Shell } from '../shell';
import type { Invocation } from './invocation';
import { workingShell } from './still-working';
import type { CommandGroup, DefinedCommand, Help } from './define-command';

export interface Program {
  readonly shell: Shell;
  readonly ended: (exitCode: ExitCode) => void;
}

/** Adds a command, or a group of commands, to `parent`. */
export function addCommand(
  parent: Command,
  definition: DefinedCommand | CommandGroup,
  program: Program,
): void {
  const command = parent
    .command(definition.name)
    .description(definition.description)
    .addHelpText('after', helpEnd(definition));
  if ('commands' in definition) {
    for (const one of definition.commands) addCommand(command, one, program);
    return;
  }
  for (const { usage, description } of Object.values(definition.arguments))
    command.argument(usage, description);
  for (const { flags, description, default: value } of Object.values(definition.options))
    command.option(flags, description, value);
  const { shell, ended } = program;
  command.action(async () => {
    const args = Object.keys(definition.arguments).map((key, place) => [key, command.processedArgs[place]]);
    const given = { ...Object.fromEntries(args), ...command.opts() };
    const options = globalOptions(command, shell);
    const isWatched = !options.json && definition.showsProgress !== true;
    const working = isWatched ? workingShell(shell, definition.name) : undefined;
    const invocation = { shell: working?.shell ?? shell, options };
    const exitCode = await definition
      .run(given, invocation)
      .catch((error: unknown): never => {
        throw explained(error, invocation);
      })
      .finally(() => working?.end());
    ended(exitCode ?? exitCodes.done);
  });
}

/** Loaded for an error of a use case only. */
function explained(error: unknown, invocation: Invocation): unknown {
  if (!(error instanceof Error) || error.name !== 'UseCaseError') return error;
  const {
    explainUndeployed,
  }: typeof import('../environment/undeployed') = require('../environment/undeployed');
  return explainUndeployed(error, invocation);
}

function helpEnd({ notes, examples }: Help): string {
  const end = exampleLines(examples);
  return notes === undefined ? end : `\n${notes}\n${end}`;
}

/** Examples under their heading, the explanations aligned. */
export function exampleLines(examples: Help['examples']): string {
  const longest = Math.max(...examples.map(([command]) => command.length));
  const lines = examples.map(([command, what]) => `  ${command.padEnd(longest)}  ${what}`.trimEnd());
  return `\nExamples:\n${lines.join('\n')}`;
}
