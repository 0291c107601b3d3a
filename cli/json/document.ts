import type { z } from 'zod';
import { escapeControlCharacters } from '../output/escape-control-characters';

/** Shape of JSON that a command prints for programs, with the way from the result of the command to it. */
export interface JsonDocument<Result> {
  /** Such as `status`. */
  readonly name: string;
  /** Increases when a field is removed or renamed, or changes its meaning. A new field does not increase it. */
  readonly version: number;
  readonly description: string;
  readonly shape: z.ZodType;
  readonly of: (result: Result) => object;
  /** True: it has the address of the page of the console about the result. */
  readonly hasPage?: true;
}

/** Document about something of which the console has a page. */
export interface PagedDocument<Result> extends JsonDocument<Result> {
  readonly hasPage: true;
}

type Frozen<T> = T extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Frozen<T[Key]> }
    : T;

/** Defines a document. The compiler compares what `of` returns with the shape. */
export function defineDocument<Result, Shape extends z.ZodType<object>>(document: {
  readonly name: string;
  readonly version: number;
  readonly description: string;
  readonly shape: Shape;
  readonly of: (result: Result) => object & Frozen<z.input<Shape>>;
}): JsonDocument<Result> {
  return document;
}

export function withPage<Result>(document: JsonDocument<Result>): PagedDocument<Result> {
  return { ...document, hasPage: true };
}

/** Value of the field `schema`, which is also the name of the schema's file in docs/json. */
export function schemaName({ name, version }: Pick<JsonDocument<never>, 'name' | 'version'>): string {
  return `${name}.v${version}`;
}

/** Text of the document for a result. The first field names the schema. */
export function documentText<Result>(
  document: JsonDocument<Result>,
  result: Result,
  { indent = 2, page }: { readonly indent?: number; readonly page?: string | undefined } = {},
): string {
  const text = JSON.stringify({ schema: schemaName(document), ...document.of(result), page }, null, indent);
  // JSON escapes the other control characters by itself. A terminal would execute these.
  return text.replace(/[\u007f-\u009f\u2028\u2029\p{Bidi_Control}]/gu, escapeControlCharacters);
}
