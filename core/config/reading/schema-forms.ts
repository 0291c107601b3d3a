import { z } from 'zod';

type Schema = z.core.$ZodType;
type Path = readonly PropertyKey[];

/** Schemas of the value at `path`; several if a union on the way leaves it open. */
export function schemasAt(schema: Schema, path: Path): Schema[] {
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

/** Forms of a union that fit the value's `engine` or similar key; all forms if they have no such key. */
export function meantForms(schema: Schema, value: unknown): readonly Schema[] {
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

/** Keys of object schemas, those in unions included. */
export function keysOf(schemas: readonly Schema[]): string[] {
  return schemas.flatMap((schema) =>
    schema instanceof z.ZodUnion
      ? keysOf(schema.options.map(unwrap))
      : schema instanceof z.ZodObject
        ? Object.keys(schema.shape)
        : [],
  );
}

/** Schema without what makes its value optional or transforms it. */
export function unwrap(schema: Schema): Schema {
  if (schema instanceof z.ZodPipe) return unwrap(schema.in);
  return schema instanceof z.ZodOptional ? unwrap(schema.unwrap()) : schema;
}

/** Value at `path` below `root`; undefined if it does not exist. */
export function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, step) => (typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined),
    root,
  );
}

/** The schema itself, or the forms of a union. */
export function formsOf(schema: Schema): readonly Schema[] {
  const inner = unwrap(schema);
  return inner instanceof z.ZodUnion ? inner.options.flatMap(formsOf) : [inner];
}
