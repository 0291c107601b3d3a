import type { Command } from 'commander';
import type { Shell } from '../shell';

export interface GlobalOptions {
  /** Folder of the YAML files, as typed. */
  readonly config: string;
  readonly environment: string;
  /** The user chose the environment; otherwise `environment` is the default. */
  readonly environmentGiven: boolean;
  readonly json: boolean;
}

const defaultEnvironment = 'local';

/** Adds the options that every command takes, before or after its name. */
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
  const given =
    typeof environment === 'string' ? environment : shell.env['LAKEFERRY_ENVIRONMENT'] || undefined;
  return {
    config: typeof config === 'string' ? config : 'config',
    environment: given ?? defaultEnvironment,
    environmentGiven: given !== undefined,
    json: json === true,
  };
}
