import type { Command } from 'commander';
import type { Shell } from './shell';

export interface GlobalOptions {
  /** Folder of the YAML files, as typed. */
  readonly config: string;
  readonly environment: string;
  readonly json: boolean;
}

export const defaultEnvironment = 'local';

/** Options that every command takes, before or after its name. */
export function addGlobalOptions(program: Command): void {
  program
    .option('--config <folder>', 'folder of the configuration', 'config')
    .option(
      '--environment <name>',
      `environment to work on (default: $LAKEFERRY_ENVIRONMENT, else ${defaultEnvironment})`,
    )
    .option('--json', 'print JSON for programs on stdout', false);
}

export function globalOptions(command: Command, shell: Shell): GlobalOptions {
  const { config, environment, json }: Record<string, unknown> = command.optsWithGlobals();
  return {
    config: typeof config === 'string' ? config : 'config',
    environment:
      typeof environment === 'string'
        ? environment
        : shell.env['LAKEFERRY_ENVIRONMENT'] || defaultEnvironment,
    json: json === true,
  };
}
