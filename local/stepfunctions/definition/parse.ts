import type { ZodError } from 'zod';
import { unsupported } from '../../unsupported';
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
      return issue.keys.map(
        (key) =>
          `${place}: ${unsupported(`the field ${key}`, { ...jsonPathHint(key), page: 'stepfunctions' })}`,
      );
    if (issue.code === 'invalid_union' && issue.errors.length === 0)
      return [
        `${place}: ${unsupported(`the state type ${JSON.stringify(at(json, issue.path))}`, { page: 'stepfunctions' })}`,
      ];
    if (issue.code === 'invalid_union')
      return [`${place}: ${issue.errors.map((branch) => branch[0]?.message ?? '').join(', or ')}`];
    return [`${place}: ${issue.message}`];
  });
}

const jsonPathFields =
  /^(InputPath|OutputPath|Parameters|ResultPath|ResultSelector|Result|Variable|ItemsPath|\w+Path)$/;

function jsonPathHint(key: string): { readonly instead?: string } {
  return jsonPathFields.test(key)
    ? { instead: 'it belongs to JSONPath, write JSONata (Arguments, Output, Assign, Condition, Items)' }
    : {};
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
