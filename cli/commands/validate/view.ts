import type { Validation } from '../../../application/configuration/validate-configuration';
import { showProblem } from '../../../core/config/reading/problem';
import { oneLine } from '../../output/escape-control-characters';
import { plural } from '../../output/quantities';

/** Problems by place, then one line that sums up. */
export function showValidation(validation: Validation): string {
  return [...validation.problems.map((one) => oneLine(showProblem(one))), summary(validation)].join('\n');
}

function summary({ valid, environment, files, departments, jobs, loads, problems }: Validation): string {
  const count = (severity: 'error' | 'warning'): number =>
    problems.filter((problem) => problem.severity === severity).length;
  const warnings = count('warning') === 0 ? '' : `, ${plural(count('warning'), 'warning')}`;
  if (!valid) return `Invalid configuration: ${plural(count('error'), 'error')}${warnings}`;
  const where = environment === undefined ? '' : ` for ${environment}`;
  const counts = [
    plural(departments, 'department'),
    plural(jobs, 'job'),
    ...(loads === 0 ? [] : [plural(loads, 'load')]),
  ].join(', ');
  return `Valid${where}: ${counts} (${plural(files, 'file')})${warnings}`;
}
