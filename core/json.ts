/** A value that survives JSON unchanged. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** JSON of a value from YAML, without the keys whose value is undefined. */
export function toJsonObject(value: object): JsonObject {
  const entries: [string, Json][] = [];
  for (const [key, inner] of Object.entries(value))
    if (inner !== undefined) entries.push([key, toJson(inner)]);
  return Object.fromEntries(entries);
}

function toJson(value: unknown): Json {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value === 'object') return toJsonObject(value);
  return String(value);
}
