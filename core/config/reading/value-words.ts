/** A value short enough for a message. */
export function show(value: unknown): string {
  if (typeof value === 'string' || typeof value !== 'object' || value === null) {
    const text = JSON.stringify(value) ?? 'nothing';
    return text.length > 80 ? `${text.slice(0, 77)}..."` : text;
  }
  return Array.isArray(value) ? 'this list' : 'this';
}

/** Value and kind, such as `5 is a number`. */
export function valueAndKind(value: unknown): string {
  return `${typeof value === 'object' ? 'this' : show(value)} is ${kindOf(value)}`;
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  return kindName(Array.isArray(value) ? 'array' : typeof value);
}

/** Kind of value as people call it, from zod's name or JavaScript's. */
export function kindName(kind: string): string {
  return kindNames[kind] ?? kind;
}

const kindNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping of keys to values',
  record: 'a mapping of keys to values',
};
