import { type Problem, showProblem } from '../../../core/config/reading/problem';
import { present, type Run } from '../../command';
import { planIn, readConfiguration } from '../../configuration';
import { exitCodes } from '../../exit-codes';
import { plural } from '../../output/quantities';

interface Validation {
  readonly valid: boolean;
  /** The one that was asked for, if any. */
  readonly environment?: string;
  readonly files: number;
  readonly departments: number;
  readonly jobs: number;
  readonly loads: number;
  readonly problems: readonly Problem[];
}

export const validate: Run = async (invocation) => {
  const { shell, options } = invocation;
  const { files, problems, config } = readConfiguration(shell, options.config);
  if (config !== undefined && options.environmentGiven) planIn(config, options.environment);
  const validation: Validation = {
    valid: config !== undefined,
    ...(options.environmentGiven ? { environment: options.environment } : {}),
    files,
    departments: config?.departments.length ?? 0,
    jobs: config?.departments.reduce((sum, department) => sum + department.jobs.length, 0) ?? 0,
    loads: config?.departments.reduce((sum, { loads = [] }) => sum + loads.length, 0) ?? 0,
    problems,
  };
  present(invocation, validation, (result) =>
    [...result.problems.map(showProblem), summary(result, options.config)].join('\n'),
  );
  return validation.valid ? exitCodes.done : exitCodes.wrongUse;
};

function summary(validation: Validation, folder: string): string {
  const { valid, environment, files, departments, jobs, loads, problems } = validation;
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  if (!valid) return `${plural(errors, 'error')} in ${folder}: nothing was planned`;
  const held = environment === undefined ? `${folder} holds` : `${folder} holds for ${environment}`;
  return `${held}: ${plural(files, 'file')}, ${plural(departments, 'department')}, ${plural(jobs, 'job')}${
    loads === 0 ? '' : `, ${plural(loads, 'load')}`
  }`;
}
