import type * as Zod from 'zod/mini';

/** Builds the type when a command runs, so that `--help` loads no zod. */
export type TypeOf<Value> = (z: typeof Zod) => Zod.ZodMiniType<Value>;

export interface Option<Value> {
  /** As commander reads them, such as `--since <time>`. */
  readonly flags: string;
  readonly description: string;
  readonly default?: string;
  readonly type: TypeOf<Value>;
}

export interface Argument<Value> {
  /** `<required>`, `[optional]` or `[repeated...]`. */
  readonly usage: string;
  readonly description: string;
  readonly type: TypeOf<Value>;
}

/** An option without a value. */
export function flag(name: string, description: string): Option<boolean> {
  return { flags: `--${name}`, description, type: (z) => z._default(z.boolean(), false) };
}

/** Text in the form that `isValid` accepts. `expected` explains why another is wrong and what to write instead. */
export function formatted(isValid: RegExp, expected: string): TypeOf<string> {
  return (z) =>
    z.string().check(z.regex(isValid, { error: ({ input }) => `"${String(input)}" ${expected}` }));
}

/** One of a few words, or nothing. */
export function oneOf<Word extends string>(words: readonly Word[]): TypeOf<Word | undefined> {
  return (z) =>
    z.optional(
      z.enum(words, { error: ({ input }) => `"${String(input)}" is not one of ${words.join(', ')}` }),
    );
}

/** A whole number from `least` to `most`. `what` is such as `a port`. */
export function wholeNumber(what: string, least: number, most: number): TypeOf<number> {
  const isValid = (given: string): boolean =>
    /^\d+$/.test(given) && Number(given) >= least && Number(given) <= most;
  return (z) =>
    z.pipe(
      z.string().check(
        z.refine(isValid, {
          error: ({ input }) => `"${String(input)}" is not ${what}: write ${least} to ${most}`,
        }),
      ),
      z.transform((given: string) => Number(given)),
    );
}
