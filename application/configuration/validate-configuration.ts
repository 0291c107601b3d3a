import { loadConfig } from '../../core/config/load-config';
import type { Problem } from '../../core/config/reading/problem';
import type { ConfigFile } from '../../core/config/reading/yaml-file';
import type { Config } from '../../core/config/schema/config';
import { unknownName } from '../use-case-error';

export interface Validation {
  readonly valid: boolean;
  /** Environment that was checked to exist, if any. */
  readonly environment?: string;
  /** Number of files. */
  readonly files: number;
  readonly departments: number;
  readonly jobs: number;
  readonly loads: number;
  readonly problems: readonly Problem[];
}

/** Checks the configuration and reports all its problems. Throws when `environment` is not one of it. */
export function validateConfiguration(
  files: readonly ConfigFile[],
  environment: string | undefined,
  now: Date,
): Validation {
  const loaded = loadConfig(files, now);
  const config = loaded.ok ? loaded.config : undefined;
  if (config !== undefined && environment !== undefined) checkEnvironment(config, environment);
  const departments = config?.departments ?? [];
  return {
    valid: loaded.ok,
    ...(environment === undefined ? {} : { environment }),
    files: files.filter(({ path }) => /\.ya?ml$/.test(path)).length,
    departments: departments.length,
    jobs: departments.reduce((sum, { jobs }) => sum + jobs.length, 0),
    loads: departments.reduce((sum, { loads = [] }) => sum + loads.length, 0),
    problems: loaded.ok ? loaded.warnings : loaded.problems,
  };
}

function checkEnvironment({ environments }: Config, name: string): void {
  const known = environments.map(({ environment }) => environment);
  if (!known.includes(name)) throw unknownName('environment', name, known);
}
