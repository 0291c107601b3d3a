import { AwsError, type Input } from '../service';

/** Reads an AWS JSON or REST-JSON body. An empty body is `{}`. */
export function parseJsonBody(body: string): Input {
  if (body.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new AwsError('SerializationException', 'the request body is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new AwsError('SerializationException', 'the request body must be a JSON object');
  return { ...value };
}

/**
 * Renders a result. Dates become epoch seconds with milliseconds, as in AWS JSON. Undefined members are left
 * out.
 */
export function renderJson(result: unknown): string {
  return JSON.stringify(result ?? {}, epochSeconds);
}

/** Replacer of JSON.stringify, which has turned a date into a text before it asks. */
function epochSeconds(this: unknown, name: string, value: unknown): unknown {
  if (typeof value !== 'string' || typeof this !== 'object' || this === null) return value;
  const original: unknown = Reflect.get(this, name);
  return original instanceof Date ? original.getTime() / 1000 : value;
}
