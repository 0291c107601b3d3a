import { type Problem, showProblem } from '../../core/config/problem';
import { present, type Run } from '../command';
import { readConfiguration } from '../configuration';
import { exitCodes } from '../exit-codes';
import { plural } from '../output/quantities';

interface Validation {
  readonly valid: boolean;
  readonly files: number;
  readonly departments: number;
  readonly jobs: number;
  readonly problems: readonly Problem[];
}

export const validate: Run = async (invocation) => {
  const { files, problems, config } = readConfiguration(invocation.shell, invocation.options.config);
  const validation: Validation = {
    valid: config !== undefined,
    files,
    departments: config?.departments.length ?? 0,
    jobs: config?.departments.reduce((sum, department) => sum + department.jobs.length, 0) ?? 0,
    problems,
  };
  present(invocation, validation, (result) =>
    [...result.problems.map(showProblem), summary(result, invocation.options.config)].join('\n'),
  );
  return validation.valid ? exitCodes.done : exitCodes.wrongUse;
};

function summary({ valid, files, departments, jobs, problems }: Validation, folder: string): string {
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  if (!valid) return `${plural(errors, 'error')} in ${folder}: nothing was planned`;
  return `${folder} holds: ${plural(files, 'file')}, ${plural(departments, 'department')}, ${plural(jobs, 'job')}`;
}
