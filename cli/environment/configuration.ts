import { planConfiguration } from '../../application/configuration/plan-configuration';
import { showProblem } from '../../core/config/reading/problem';
import type { ConfigFile } from '../../core/config/reading/yaml-file';
import type { Plan } from '../../core/planning/plan';
import { ConfigFolderNotFound, readConfigFolder } from '../../infra/read-config-folder';
import type { Invocation } from '../command/invocation';
import { wrongUse } from '../errors/exit-codes';
import { pathIn, type Shell } from '../shell';

/** Reads the folder of --config. Paths begin with the folder as the user typed it. */
export function readConfigFiles(shell: Shell, folder: string): readonly ConfigFile[] {
  const root = pathIn(shell, folder);
  try {
    return readConfigFolder(root).map((file) => ({
      ...file,
      path: file.path.startsWith(root)
        ? `${folder.replace(/\/+$/, '')}${file.path.slice(root.length)}`
        : file.path,
    }));
  } catch (error) {
    if (error instanceof ConfigFolderNotFound) throw wrongUse(error.message, { cause: error });
    throw error;
  }
}

/** Plans the environment, and prints the warnings of the configuration on stderr. */
export function planOf({ shell, options }: Invocation, environment = options.environment): Plan {
  const files = readConfigFiles(shell, options.config);
  const { plan, warnings } = planConfiguration(files, environment, shell.now());
  for (const problem of warnings) shell.remark(showProblem(problem));
  return plan;
}
