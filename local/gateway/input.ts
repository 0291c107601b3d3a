import { AwsError, type Input } from '../service';

/** Value of a required member. `code` is the service's error for a bad request. */
export function requiredText(input: Input, name: string, code = 'ValidationException'): string {
  const value = input[name];
  if (typeof value === 'string') return value;
  throw new AwsError(code, `${name} is missing or is not a text`);
}

export function optionalText(input: Input, name: string): string | undefined {
  const value = input[name];
  return typeof value === 'string' ? value : undefined;
}

/** Value of a number, also as text, as query services send it. */
export function optionalNumber(input: Input, name: string): number | undefined {
  const value = input[name];
  if (value === undefined || value === null || value === '') return undefined;
  const number = Number(value);
  if (Number.isNaN(number)) throw new AwsError('ValidationException', `${name} is not a number`);
  return number;
}

/** Value of a member that is an object. Empty when it is absent. */
export function members(input: Input, name: string): Input {
  const value = input[name];
  return isInput(value) ? value : {};
}

/** Value of a member that is a map of texts. Other values are left out. */
export function texts(input: Input, name: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [key, value] of Object.entries(members(input, name)))
    if (typeof value === 'string') found[key] = value;
    else if (typeof value === 'number' || typeof value === 'boolean') found[key] = String(value);
  return found;
}

/** Value of a member that is a list. Empty when it is absent. */
export function list(input: Input, name: string): readonly unknown[] {
  const value = input[name];
  return Array.isArray(value) ? value : [];
}

export function inputs(input: Input, name: string): readonly Input[] {
  return list(input, name).filter(isInput);
}

export function textList(input: Input, name: string): readonly string[] {
  return list(input, name).filter((value) => typeof value === 'string');
}

export function isInput(value: unknown): value is Input {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
