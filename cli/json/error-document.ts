import { z } from 'zod';
import type { Ending } from '../errors/ending-shape';
import { problemOf, problemShape } from './validation-document';
import { defineDocument } from './document';

export const errorDocument = defineDocument({
  name: 'error',
  version: 1,
  description: 'a line on stderr, when a command ends with an error',
  shape: z.object({
    code: z.string().describe('kind of the error, such as `unknown-name`; there can be further ones'),
    message: z.string().describe('what is wrong'),
    fix: z.string().optional().describe('what to do; absent where the message has all that is known'),
    exitCode: z.int().describe('exit code of the command'),
    problems: z.array(problemShape).optional().describe('of an invalid configuration'),
  }),
  of: ({ code, message, fix, exitCode, problems }: Ending) => ({
    code,
    message,
    fix,
    exitCode,
    problems: problems?.map(problemOf),
  }),
});

export const remarkDocument = defineDocument({
  name: 'remark',
  version: 1,
  description: 'a line on stderr: a warning or the progress of a command',
  shape: z.object({ message: z.string() }),
  of: (message: string) => ({ message }),
});
