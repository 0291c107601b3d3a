import { loadConfig } from '../core/config/load-config';
import { type Problem, showProblem } from '../core/config/reading/problem';
import type { Config } from '../core/config/schema/config';
import { nearestName } from '../core/nearest-name';
import type { JobPlan } from '../core/planning/job-plan';
import type { DepartmentPlan, Plan } from '../core/planning/plan';
import { planMigrations, UnknownEnvironment } from '../core/planning/plan-migrations';
import { ConfigFolderNotFound, readConfigFolder } from '../infra/read-config-folder';
import { notFound, wrongUse } from './exit-codes';
import type { GlobalOptions } from './global-options';
import { pathIn, type Shell } from './shell';

export interface ReadConfiguration {
  readonly files: number;
  readonly problems: readonly Problem[];
  /** Absent when a problem is an error. */
  readonly config?: Config;
}

/** Reads and checks the folder of --config. Problems name files as the user typed the folder. */
export function readConfiguration(shell: Shell, folder: string): ReadConfiguration {
  try {
    const root = pathIn(shell, folder);
    const files = readConfigFolder(root).map((file) => ({
      ...file,
      path: file.path.startsWith(root)
        ? `${folder.replace(/\/+$/, '')}${file.path.slice(root.length)}`
        : file.path,
    }));
    const loaded = loadConfig(files, shell.now());
    return loaded.ok
      ? { files: files.length, problems: loaded.warnings, config: loaded.config }
      : { files: files.length, problems: loaded.problems };
  } catch (error) {
    if (error instanceof ConfigFolderNotFound) throw wrongUse(error.message, { cause: error });
    throw error;
  }
}

/** The plan of the environment; a CommandError holds every problem of the configuration. Warnings are remarked. */
export function planOf(shell: Shell, options: GlobalOptions): Plan {
  const { problems, config } = readConfiguration(shell, options.config);
  if (config === undefined)
    throw wrongUse(
      `the configuration in ${options.config} does not hold:\n${problems.map(showProblem).join('\n')}`,
    );
  for (const problem of problems) shell.remark(showProblem(problem));
  return planIn(config, options.environment);
}

/** The plan of one environment of a configuration that holds; a CommandError when there is no such environment. */
export function planIn(config: Config, environment: string): Plan {
  try {
    return planMigrations(config, environment);
  } catch (error) {
    if (error instanceof UnknownEnvironment) throw notFound(error.message);
    throw error;
  }
}

/** The departments and jobs that `department` or `department/job` names; all when absent. */
export function selectJobs(plan: Plan, selection: string | undefined): readonly DepartmentPlan[] {
  if (selection === undefined) return plan.departments;
  const [name = '', job] = selection.split('/');
  const department = plan.departments.find((one) => one.name === name);
  if (department === undefined)
    throw unknownName(
      'department',
      name,
      plan.departments.map((one) => one.name),
    );
  if (job === undefined) return [department];
  const found: JobPlan | undefined = department.jobs.find((one) => one.identity.job === job);
  if (found === undefined)
    throw unknownName(
      'job',
      selection,
      department.jobs.map((one) => one.identity.key),
    );
  return [{ ...department, jobs: [found] }];
}

/** There is no `what` of that name: the nearest one, or those there are. */
export function unknownName(what: string, wrong: string, known: readonly string[]): Error {
  const nearest = nearestName(wrong, known);
  const listed =
    known.length > 8 ? `${known.slice(0, 8).join(', ')} and ${known.length - 8} more` : known.join(', ');
  const hint = nearest === undefined ? `there are ${listed || 'none'}` : `did you mean "${nearest}"?`;
  return notFound(`there is no ${what} "${wrong}": ${hint}`);
}
