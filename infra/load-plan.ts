import { loadConfig } from '../core/config/load-config';
import { showProblem } from '../core/config/reading/problem';
import type { Plan } from '../core/planning/plan';
import { planMigrations, UnknownEnvironment } from '../core/planning/plan-migrations';
import { ConfigFolderNotFound, readConfigFolder } from './read-config-folder';

export type LoadedPlan =
  | { readonly ok: true; readonly plan: Plan; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Loads the plan of one environment from a folder of YAML, or one line per problem:
 * `file:line:column ...`.
 */
export function loadPlan(folder: string, environment: string, now: Date): LoadedPlan {
  try {
    const loaded = loadConfig(readConfigFolder(folder), now);
    if (!loaded.ok) return { ok: false, problems: loaded.problems.map(showProblem) };
    const plan = planMigrations(loaded.config, environment);
    return { ok: true, plan, warnings: loaded.warnings.map(showProblem) };
  } catch (error) {
    if (error instanceof UnknownEnvironment || error instanceof ConfigFolderNotFound)
      return { ok: false, problems: [error.message] };
    throw error;
  }
}
