import { z } from 'zod';
import { valueAt } from './schema-forms';

type Issue = z.core.$ZodIssue;

/**
 * Issue of a key such as `engine` whose value selects none of the forms, with all values that would select one. Undefined if
 * the forms have no such key.
 */
export function wrongKinds(errors: readonly (readonly Issue[])[]): Issue | undefined {
  const found = errors.map((issues) => issues.find(isOfKind));
  const [first] = found;
  if (first === undefined || errors.length < 2) return undefined;
  const values = found.flatMap((issue) => (issue !== undefined && isOfKind(issue) ? issue.values : []));
  return values.length < errors.length ? undefined : { ...first, values };
}

type InvalidValue = Extract<Issue, { code: 'invalid_value' }>;

function isOfKind(issue: Issue): issue is InvalidValue {
  return issue.code === 'invalid_value' && issue.path.length === 1 && issue.values.length === 1;
}

/** Branch of a union that the writer most likely meant: the one for this kind of value with the fewest issues. */
export function branchFor(
  errors: readonly (readonly Issue[])[],
  value: unknown,
): { index: number; issues: readonly Issue[] } {
  const ranked = errors
    .map((issues, index) => ({ index, issues, rank: rankOf(issues, value) }))
    .sort((a, b) => a.rank - b.rank || a.issues.length - b.issues.length);
  return ranked[0] ?? { index: 0, issues: [] };
}

function rankOf(issues: readonly Issue[], value: unknown): number {
  const atRoot = issues.filter((issue) => issue.path.length === 0);
  const isName = typeof value !== 'object';
  if (atRoot.some(({ code }) => code === 'invalid_type' || (code === 'invalid_value' && !isName)))
    return 1000;
  if (issues.some(isOfKind)) return 500;
  const unknown = atRoot.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []));
  const missing = issues.filter((issue) => valueAt(value, issue.path) === undefined);
  return unknown.length * 10 + missing.length;
}

/**
 * The form of a union that has all keys of the value, with its issues. zod reports another form if that one has the same keys as
 * well, and an issue inside this one.
 */
export function formOfKeys(
  schemas: readonly z.core.$ZodType[],
  value: unknown,
): { readonly form: z.core.$ZodType; readonly issues: readonly Issue[] } | undefined {
  return schemas
    .flatMap((schema) => (schema instanceof z.ZodUnion ? schema.options : []))
    .map((form) => ({ form, issues: z.safeParse(form, value).error?.issues ?? [] }))
    .find(
      ({ issues }) =>
        issues.length > 0 &&
        issues.every(({ code, path }) => path.length > 0 && code !== 'unrecognized_keys') &&
        issues.every(({ path }) => valueAt(value, path) !== undefined),
    );
}
