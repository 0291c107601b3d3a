import jsonata from 'jsonata';
import { expression } from './definition/schema';
import type { Json } from './json';

const compiled = new Map<string, jsonata.Expression>();

function compile(source: string): jsonata.Expression {
  const known = compiled.get(source);
  if (known !== undefined) return known;
  const fresh = jsonata(source);
  compiled.set(source, fresh);
  return fresh;
}

/** Problem of an expression that has not run yet. Undefined: none. */
export function expressionProblem(source: string): string | undefined {
  try {
    return callsEval(compile(source)) ? '$eval is not available: use $parse' : undefined;
  } catch (error) {
    return messageOf(error);
  }
}

/** JSONata throws plain objects as often as Errors. */
function messageOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message);
  return String(error);
}

function callsEval(parsed: jsonata.Expression): boolean {
  let found = false;
  JSON.stringify(parsed.ast(), (_key, node: unknown) => {
    if (typeof node === 'object' && node !== null && 'type' in node && 'value' in node)
      found ||= node.type === 'variable' && node.value === 'eval';
    return node;
  });
  return found;
}

/** Error of a field without a value. `location` is the field, such as `/Output/total`. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';

  constructor(
    readonly location: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * Replaces every `{% %}` string in `template` by its value. Throws EvaluationError. The bindings are not
 * changed.
 */
export async function evaluate(
  template: Json,
  bindings: Record<string, unknown>,
  location: string,
): Promise<Json> {
  if (typeof template === 'string') {
    const source = expression.exec(template)?.[1];
    return source === undefined ? template : evaluateExpression(source, bindings, location);
  }
  if (typeof template !== 'object' || template === null) return template;
  if (Array.isArray(template))
    return Promise.all(template.map((item: Json, index) => evaluate(item, bindings, `${location}/${index}`)));
  const entries = Object.entries(template).map(async ([key, value]) => [
    key,
    await evaluate(value, bindings, `${location}/${key}`),
  ]);
  return Object.fromEntries(await Promise.all(entries));
}

async function evaluateExpression(
  source: string,
  bindings: Record<string, unknown>,
  location: string,
): Promise<Json> {
  let text: string | undefined;
  try {
    const result: unknown = await compile(source).evaluate(undefined, bindings);
    if (typeof result !== 'function') text = JSON.stringify(result);
  } catch (error) {
    const message = messageOf(error);
    throw new EvaluationError(location, `The JSONata expression '${source.trim()}' threw: ${message}`, {
      cause: error,
    });
  }
  if (text === undefined)
    throw new EvaluationError(
      location,
      `The JSONata expression '${source.trim()}' returned nothing (undefined).`,
    );
  const value: Json = JSON.parse(text);
  return value;
}
