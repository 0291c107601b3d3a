import { planConfiguration } from '../../application/configuration/plan-configuration';
import { showProblem } from '../../core/config/reading/problem';
import type { Plan } from '../../core/planning/plan';
import type { Invocation } from '../command/invocation';
import { readConfigFiles } from './config-files';

/** Plans the environment, and prints the warnings of the configuration on stderr. */
export function planOf({ shell, options }: Invocation, environment = options.environment): Plan {
  const files = readConfigFiles(shell, options.config);
  const { plan, warnings } = planConfiguration(files, environment, shell.now());
  for (const problem of warnings) shell.remark(showProblem(problem));
  return plan;
}
