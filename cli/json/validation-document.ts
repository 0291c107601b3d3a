import { z } from 'zod';
import type { Validation } from '../../application/configuration/validate-configuration';
import type { Problem } from '../../core/config/reading/problem';
import { defineDocument } from './document';
import { countOf } from './fields';

export const problemShape = z.object({
  severity: z.enum(['error', 'warning']),
  file: z.string(),
  line: z.int().describe('line in the file, from 1'),
  column: z.int().describe('column in the line, from 1'),
  path: z.string().describe('place in the document, such as `jobs[0].tables[3]`'),
  message: z.string(),
  allowed: z.array(z.string()).optional(),
  fix: z.string().optional().describe('what to write instead'),
});

export function problemOf(problem: Problem): z.input<typeof problemShape> {
  const { severity, file, line, column, path, message, allowed, hint } = problem;
  return {
    severity,
    file,
    line,
    column,
    path,
    message,
    allowed: allowed === undefined ? undefined : [...allowed],
    fix: hint,
  };
}

export const validationDocument = defineDocument({
  name: 'validation',
  version: 1,
  description: 'validate: the problems of the configuration',
  shape: z.object({
    valid: z.boolean(),
    environment: z.string().optional().describe('environment that was checked to exist'),
    files: countOf('files'),
    departments: countOf('departments; 0 if the configuration is invalid'),
    jobs: countOf('jobs; 0 if the configuration is invalid'),
    loads: countOf('loads; 0 if the configuration is invalid'),
    problems: z.array(problemShape),
  }),
  of: ({ valid, environment, files, departments, jobs, loads, problems }: Validation) => ({
    valid,
    environment,
    files,
    departments,
    jobs,
    loads,
    problems: problems.map(problemOf),
  }),
});
