import { z } from 'zod';
import { unsupported } from '../unsupported';
import { wildcardProblem } from './wildcard-pattern';

/**
 * Event patterns: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */

const Text = z.union([z.string(), z.strictObject({ 'equals-ignore-case': z.string() })]);
const Texts = z.union([z.string(), z.array(z.string()).min(1)]);
const Wildcard = z.string().superRefine((pattern, issues) => {
  const problem = wildcardProblem(pattern);
  if (problem !== undefined) issues.addIssue({ code: 'custom', message: problem });
});
const Comparison = z
  .array(z.union([z.string(), z.number()]))
  .refine(
    (parts) =>
      parts.length >= 2 &&
      parts.length % 2 === 0 &&
      parts.every((part, index) =>
        index % 2 === 0 ? ['=', '<', '<=', '>', '>='].includes(String(part)) : typeof part === 'number',
      ),
    'numeric requires pairs of operator and number, such as [">", 0, "<=", 5]',
  );
export const Matcher = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.strictObject({ prefix: Text }),
  z.strictObject({ suffix: Text }),
  z.strictObject({ 'equals-ignore-case': z.string() }),
  z.strictObject({ exists: z.boolean() }),
  z.strictObject({ numeric: Comparison }),
  z.strictObject({ wildcard: Wildcard }),
  z.strictObject({
    'anything-but': z.union([
      z.string(),
      z.number(),
      z.array(z.union([z.string(), z.number()])).min(1),
      z.strictObject({ prefix: Texts }),
      z.strictObject({ suffix: Texts }),
      z.strictObject({ 'equals-ignore-case': Texts }),
      z.strictObject({ wildcard: z.union([Wildcard, z.array(Wildcard).min(1)]) }),
    ]),
  }),
]);
export type Text = z.infer<typeof Text>;
export type Matcher = z.infer<typeof Matcher>;

export type Pattern = { readonly [key: string]: readonly Matcher[] | readonly Pattern[] | Pattern };
const Pattern: z.ZodType<Pattern> = z.lazy(() =>
  z
    .object({ $or: z.array(Pattern).min(2).optional() })
    .catchall(z.union([z.array(Matcher).min(1), Pattern]))
    .transform((pattern) => {
      const { $or, ...rest } = pattern;
      return $or === undefined ? rest : { ...rest, $or };
    }),
);

/** Parses a pattern. Returns the pattern, or the problem with it. */
export function parsePattern(text: string): { readonly pattern: Pattern } | { readonly problem: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { problem: 'it is not JSON' };
  }
  const parsed = Pattern.safeParse(json);
  if (parsed.success && Object.keys(parsed.data).length > 0) return { pattern: parsed.data };
  if (parsed.success) return { problem: 'it is empty' };
  const places = parsed.error.issues.map((issue) =>
    unsupported(`the filter at ${issue.path.join('.')}`, { page: 'events' }),
  );
  return { problem: places.join('; ') };
}
