import type { ZodError } from 'zod';
import { checkDefinition } from './check';
import { Definition } from './schema';

export type Parsed =
  | { readonly ok: true; readonly definition: Definition }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Parses a definition. Returns every problem with its place, such as `/States/Load: ...`. */
export function parseDefinition(text: string): Parsed {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { ok: false, problems: [`is not JSON: ${error instanceof Error ? error.message : error}`] };
  }
  const parsed = Definition.safeParse(json);
  if (!parsed.success) return { ok: false, problems: describe(parsed.error, json) };
  const problems = checkDefinition(parsed.data);
  return problems.length === 0 ? { ok: true, definition: parsed.data } : { ok: false, problems };
}

function describe(error: ZodError, json: unknown): string[] {
  return error.issues.flatMap((issue) => {
    const place = `/${issue.path.join('/')}`;
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => `${place}: the field ${key} is not supported here${jsonPathHint(key)}`);
    if (issue.code === 'invalid_union' && issue.errors.length === 0)
      return [`${place}: ${JSON.stringify(at(json, issue.path))} is not a type of state that is supported`];
    if (issue.code === 'invalid_union')
      return [`${place}: ${issue.errors.map((branch) => branch[0]?.message ?? '').join(', or ')}`];
    return [`${place}: ${issue.message}`];
  });
}

const jsonPathFields =
  /^(InputPath|OutputPath|Parameters|ResultPath|ResultSelector|Result|Variable|ItemsPath|\w+Path)$/;

function jsonPathHint(key: string): string {
  return jsonPathFields.test(key)
    ? ': it belongs to JSONPath, write JSONata (Arguments, Output, Assign, Condition, Items)'
    : '';
}

function at(json: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).find(([name]) => name === String(key))?.[1]
        : undefined,
    json,
  );
}
