import type { z } from 'zod';
import { AwsError } from './service';
import { unsupported } from './unsupported';

/**
 * Parses the input of an operation. Throws ValidationException with every problem. A member that the schema
 * lacks is refused by name.
 */
export function parseRequest<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.flatMap((issue) => {
    const place = issue.path.join('.');
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => unsupported(place === '' ? key : `${place}.${key}`));
    return [place === '' ? issue.message : `${place}: ${issue.message}`];
  });
  throw new AwsError('ValidationException', problems.join('; '));
}
