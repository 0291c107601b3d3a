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
  return JSON.stringify(withEpochSeconds(result ?? {}));
}

function withEpochSeconds(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(withEpochSeconds);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, withEpochSeconds(member)]),
    );
  return value;
}
