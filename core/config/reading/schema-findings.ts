import { z } from 'zod';
import { didYouMean } from '../../nearest-name';
import { type Finding, showPath } from './problem';

type Issue = z.core.$ZodIssue;
type Schema = z.core.$ZodType;
type Path = readonly PropertyKey[];

export type Read<T> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/** Parses `value`; what is wrong comes back in people's words, with what is allowed and the nearest name for a typo. */
export function readBySchema<T>(schema: z.ZodType<T>, value: unknown): Read<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, data: parsed.data };
  return { ok: false, findings: parsed.error.issues.flatMap((issue) => explain(issue, [], schema, value)) };
}

/** What is worth telling: a key that is missing because of a typo is told once. */
export function withoutEchoes(findings: readonly Finding[]): Finding[] {
  return findings.filter((finding) => !isTypo(finding, findings));
}

/** `"tables" is missing` says nothing beside `unknown key "tabels" (did you mean "tables"?)`. */
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
      const forms = schemasAt(schema, issue.path).flatMap((form) => meantForms(form, value));
      const allowed = [...new Set(keysOf(forms))];
      return unknownKeys(issue.keys, path, allowed);
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
        return [{ path, value, message: `${show(value)} is not possible here` }];
      return branch.issues.flatMap((inner) => explain(inner, path, option, root));
    }
    case 'invalid_value': {
      const allowed = issue.values.map(String);
      const message = /^is |^has |^lies /.test(issue.message)
        ? `${show(value)} ${issue.message}`
        : `${show(value)} is not one of ${allowed.join(', ')}`;
      return [{ path, value, allowed, message, ...didYouMean(value, allowed) }];
    }
    case 'invalid_type':
      return [wrongKind(path, value, issue)];
    case 'invalid_key':
      return issue.issues.map((inner) => ({
        path,
        onKey: true,
        value: path.at(-1),
        message: `"${String(path.at(-1))}" ${ownWords(inner) ?? 'is not a key that may stand here'}`,
      }));
    default:
      return [
        { path, value, message: `${show(value)} ${ownWords(issue) ?? `is not allowed: ${issue.message}`}` },
      ];
  }
}

function wrongKind(path: Path, value: unknown, issue: Issue & { readonly expected: string }): Finding {
  const wanted = `${kindName(issue.expected)} is wanted`;
  if (value === null) return { path, value, message: `"${showPath(path)}" is empty: ${wanted}` };
  const quotes = issue.expected === 'string' && typeof value !== 'object' ? { hint: 'put it in quotes' } : {};
  const own = ownWords(issue);
  return own === undefined
    ? { path, value, message: `${named(value)} is ${kindOf(value)}: ${wanted}`, ...quotes }
    : { path, value, message: `${show(value)} ${own}` };
}

function unknownKeys(keys: readonly string[], path: Path, allowed: readonly string[]): Finding[] {
  const strange = keys.filter((key) => !allowed.includes(key));
  // A key of another form of the same thing, as of an existing network beside a new one: zod names the form that broke least.
  const [known] = keys;
  if (strange.length === 0 && known !== undefined)
    return [
      {
        path,
        message: `"${known}" goes with other keys: give all of ${allowed.join(', ')}, or leave it out`,
      },
    ];
  return strange.map((key) => ({
    path: [...path, key],
    onKey: true,
    message: `unknown key "${key}"`,
    value: key,
    allowed,
    hint: didYouMean(key, allowed).hint ?? `allowed: ${allowed.join(', ')}`,
  }));
}

/** Messages that a schema of ours wrote read on after the value; zod's own do not. */
function ownWords(issue: Issue): string | undefined {
  return /^(is|has|lies|holds) /.test(issue.message) ? issue.message : undefined;
}

/** A key such as `engine`, by which the forms are told apart, that names none of them: all that it could name. */
function wrongKinds(errors: readonly (readonly Issue[])[]): Issue | undefined {
  const told = errors.map((issues) => issues.find(tellsKinds));
  const [first] = told;
  if (first === undefined || errors.length < 2) return undefined;
  const values = told.flatMap((issue) => (issue !== undefined && tellsKinds(issue) ? issue.values : []));
  return values.length < errors.length ? undefined : { ...first, values };
}

type InvalidValue = Extract<Issue, { code: 'invalid_value' }>;

function tellsKinds(issue: Issue): issue is InvalidValue {
  return issue.code === 'invalid_value' && issue.path.length === 1 && issue.values.length === 1;
}

/** The branch of a union that the writer meant: the one that takes this kind of value, and of several the one that got farthest. */
function branchFor(
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
  if (issues.some(tellsKinds)) return 500;
  const unknown = atRoot.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []));
  const missing = issues.filter((issue) => valueAt(value, issue.path) === undefined);
  return unknown.length * 10 + missing.length;
}

/** The schemas that stand at `path` below `schema`; several where a union leaves it open. */
function schemasAt(schema: Schema, path: Path): Schema[] {
  const inner = unwrap(schema);
  const [step, ...rest] = path;
  if (step === undefined) return [inner];
  if (inner instanceof z.ZodUnion) return inner.options.flatMap((option) => schemasAt(option, path));
  if (inner instanceof z.ZodArray) return schemasAt(inner.element, rest);
  if (inner instanceof z.ZodRecord) return schemasAt(inner.valueType, rest);
  if (!(inner instanceof z.ZodObject)) return [];
  const field: Schema | undefined = inner.shape[String(step)];
  return field === undefined ? [] : schemasAt(field, rest);
}

/** Of several forms those that a key such as `engine` names; all of them where none is told apart by such a key. */
function meantForms(schema: Schema, value: unknown): readonly Schema[] {
  if (!(schema instanceof z.ZodUnion)) return [schema];
  return schema.options.map(unwrap).filter(
    (option) =>
      !(option instanceof z.ZodObject) ||
      Object.entries(option.shape).every(([key, field]) => {
        const kind: unknown = valueAt(value, [key]);
        return !(field instanceof z.ZodLiteral) || [...field.values].some((one) => one === kind);
      }),
  );
}

function keysOf(schemas: readonly Schema[]): string[] {
  return schemas.flatMap((schema) =>
    schema instanceof z.ZodUnion
      ? keysOf(schema.options.map(unwrap))
      : schema instanceof z.ZodObject
        ? Object.keys(schema.shape)
        : [],
  );
}

function unwrap(schema: Schema): Schema {
  return schema instanceof z.ZodOptional ? unwrap(schema.unwrap()) : schema;
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, step) => (typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined),
    root,
  );
}

/** A value short enough for a message. */
export function show(value: unknown): string {
  if (typeof value === 'string' || typeof value !== 'object' || value === null) {
    const text = JSON.stringify(value) ?? 'nothing';
    return text.length > 80 ? `${text.slice(0, 77)}..."` : text;
  }
  return Array.isArray(value) ? 'this list' : 'this';
}

/** A value in a sentence that says next what kind it is. */
function named(value: unknown): string {
  return typeof value === 'object' ? 'this' : show(value);
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  return kindName(typeof value);
}

function kindName(kind: string): string {
  const names: Readonly<Record<string, string>> = {
    string: 'text',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    object: 'a mapping of keys to values',
    record: 'a mapping of keys to values',
  };
  return names[kind] ?? kind;
}
