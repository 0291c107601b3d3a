import { z } from 'zod';
import { didYouMean } from '../../nearest-name';
import { type Finding, showPath } from './problem';
import { exampleText } from './schema-example';
import { formsOf, keysOf, meantForms, schemasAt, valueAt } from './schema-forms';
import { branchFor, formOfKeys, wrongKinds } from './union-branch';
import { kindName, show, valueAndKind } from './value-words';
import { withoutPassword } from './without-password';

type Issue = z.core.$ZodIssue;
type Schema = z.core.$ZodType;
type Path = readonly PropertyKey[];

export type Read<T> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/** Parses `value`. Each finding has a message for people, the allowed values, and the nearest name for a typo. */
export function readBySchema<T>(schema: z.ZodType<T>, value: unknown): Read<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, data: parsed.data };
  const findings = parsed.error.issues.flatMap((issue) => explain(issue, [], schema, value));
  return { ok: false, findings: findings.map((finding) => withoutPassword(finding)) };
}

/** Findings without those that another one implies: a key that is missing because of a typo. */
export function withoutEchoes(findings: readonly Finding[]): Finding[] {
  return findings.filter((finding) => !isTypo(finding, findings));
}

/** `"tables" is missing` adds nothing to `unknown key "tabels" (did you mean "tables"?)`. */
function isTypo(missing: Finding, findings: readonly Finding[]): boolean {
  const key = String(missing.path.at(-1));
  if (missing.message !== missingKey(key)) return false;
  const parent = JSON.stringify(missing.path.slice(0, -1));
  return findings.some(
    ({ path, hint }) => hint === `did you mean "${key}"?` && JSON.stringify(path.slice(0, -1)) === parent,
  );
}

function missingKey(key: string): string {
  return `"${key}" is missing`;
}

function explain(issue: Issue, base: Path, schema: Schema, root: unknown): Finding[] {
  const path = [...base, ...issue.path];
  const value = valueAt(root, path);
  if (value === undefined && path.length > 0 && issue.code !== 'unrecognized_keys')
    return [{ path, message: missingKey(String(path.at(-1))) }];
  switch (issue.code) {
    case 'unrecognized_keys': {
      const meant = formOfKeys(schemasAt(schema, issue.path), value);
      if (meant !== undefined) return meant.issues.flatMap((inner) => explain(inner, path, meant.form, root));
      const forms = schemasAt(schema, issue.path).flatMap((form) => meantForms(form, value));
      const allowed = [...new Set(keysOf(forms))];
      const unknown = issue.keys.filter((key) => !allowed.includes(key));
      return unknown.length === 0
        ? [keyOfOtherForm(issue.keys[0] ?? '', path, value, forms)]
        : unknownKeys(unknown, path, allowed);
    }
    case 'invalid_union': {
      const kinds = wrongKinds(issue.errors);
      if (kinds !== undefined) return explain(kinds, path, schema, root);
      const branch = branchFor(issue.errors, value);
      const options = schemasAt(schema, issue.path).flatMap((at) =>
        at instanceof z.ZodUnion ? at.options : [],
      );
      const option = options[branch.index];
      if (branch.issues.length === 0 || option === undefined)
        return [{ path, value, message: `${show(value)} is not allowed here` }];
      const written = typeof value === 'object' && value !== null ? Object.keys(value) : [];
      // With no key of any form, all keys of all forms are allowed.
      const keys = keysOf(options);
      if (written.length > 0 && options.length > 2 && !written.some((key) => keys.includes(key)))
        return unknownKeys(written, path, keys);
      return branch.issues.flatMap((inner) => explain(inner, path, option, root));
    }
    case 'invalid_value': {
      const allowed = issue.values.map(String);
      const message =
        ownWords(issue) !== undefined
          ? `${show(value)} ${issue.message}`
          : `${show(value)} is not one of ${allowed.join(', ')}`;
      return [{ path, value, allowed, message, ...didYouMean(value, allowed) }];
    }
    case 'invalid_type':
      return [wrongKind(path, value, issue, exampleFor(issue, path, value, schemasAt(schema, issue.path)))];
    case 'invalid_key':
      return issue.issues.map((inner) => ({
        path,
        onKey: true,
        value: path.at(-1),
        message: `"${String(path.at(-1))}" ${ownWords(inner) ?? 'is not allowed as a key'}`,
      }));
    case 'too_big':
      return [{ ...notAllowed(path, value, issue), hint: fixOfTooBig(value, issue) }];
    default:
      return [notAllowed(path, value, issue)];
  }
}

function notAllowed(path: Path, value: unknown, issue: Issue): Finding {
  return { path, value, message: `${show(value)} ${ownWords(issue) ?? `is not allowed: ${issue.message}`}` };
}

function fixOfTooBig(value: unknown, { maximum }: Issue & { readonly code: 'too_big' }): string {
  if (typeof value === 'string')
    return `remove ${value.length - Number(maximum)} of its ${value.length} characters`;
  return Array.isArray(value) ? `keep at most ${maximum}` : `write at most ${maximum}`;
}

/** Example of a list or of keys and values, of which the words alone do not say what to write. */
function exampleFor(
  issue: Issue & { readonly expected: string },
  path: Path,
  value: unknown,
  schemas: readonly Schema[],
): { readonly hint?: string } {
  const form = schemas
    .flatMap(formsOf)
    .find((one) =>
      issue.expected === 'array'
        ? one instanceof z.ZodArray
        : one instanceof z.ZodObject || one instanceof z.ZodRecord,
    );
  return form === undefined || !['array', 'object', 'record'].includes(issue.expected)
    ? {}
    : { hint: `write ${exampleText(form, path, value)}` };
}

function wrongKind(
  path: Path,
  value: unknown,
  issue: Issue & { readonly expected: string },
  example: { readonly hint?: string },
): Finding {
  const wanted = `expected ${kindName(issue.expected)}`;
  if (value === null)
    return {
      path,
      value,
      message: `"${showPath(path)}" is empty: ${wanted}`,
      ...(issue.expected === 'string'
        ? { hint: 'write the text; the word null is text in quotes only' }
        : example),
    };
  const quotes = issue.expected === 'string' && typeof value !== 'object' ? { hint: 'put it in quotes' } : {};
  const own = ownWords(issue);
  return own === undefined
    ? { path, value, message: `${valueAndKind(value)}: ${wanted}`, ...example, ...quotes }
    : { path, value, message: `${show(value)} ${own}` };
}

/** The key belongs to another form, such as an existing network instead of a new one: zod reports the closest form only. */
function keyOfOtherForm(key: string, path: Path, value: unknown, forms: readonly Schema[]): Finding {
  const itsKeys = [...new Set(keysOf(forms.filter((form) => keysOf([form]).includes(key))))];
  const written = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  const beside = written.filter((one) => !itsKeys.includes(one)).map((one) => `"${one}"`);
  return {
    path: [...path, key],
    onKey: true,
    message: `"${key}" ${beside.length === 0 ? 'needs other keys' : `does not go with ${beside.join(' and ')}`}`,
    value: key,
    hint: `remove it, or write only ${itsKeys.join(', ')}`,
  };
}

function unknownKeys(keys: readonly string[], path: Path, allowed: readonly string[]): Finding[] {
  return keys.map((key) => ({
    path: [...path, key],
    onKey: true,
    message: `unknown key "${key}"`,
    value: key,
    allowed,
    hint: didYouMean(key, allowed).hint ?? `allowed: ${allowed.join(', ')}`,
  }));
}

/** Message of one of Lakeferry's schemas, which continues a sentence that starts with the value; undefined for zod's own. */
function ownWords(issue: Issue): string | undefined {
  return /^(is|has|contains) /.test(issue.message) ? issue.message : undefined;
}
