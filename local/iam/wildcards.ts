import { exactly, matchParts, type Part } from '../match-parts';
import { unsupported } from '../unsupported';

/** True when the text matches. */
export type Matcher = (text: string) => boolean;

/**
 * Pattern with `*` (any number of characters) and `?` (one), for the whole text. `${*}`, `${?}` and `${$}`
 * are the characters themselves
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html). Any other policy
 * variable is refused by name.
 */
export function wildcard(pattern: string, options: { readonly ignoreCase?: boolean } = {}): Matcher {
  const variable = /\$\{(?![*?$]\})[^}]*\}/.exec(pattern)?.[0];
  if (variable !== undefined) throw new Error(unsupported(`the policy variable ${variable}`));
  if (pattern === '*') return () => true;
  const { ignoreCase = false } = options;
  if (!/[*?]|\$\{\$\}/.test(pattern)) {
    const exact = ignoreCase ? pattern.toLowerCase() : pattern;
    return (text) => (ignoreCase ? text.toLowerCase() : text) === exact;
  }
  const fold = (text: string): string => (ignoreCase ? text.toLowerCase() : text);
  const parts = [...fold(pattern).matchAll(/\$\{([*?$])\}|[\s\S]/g)].map(([part, escaped]): Part => {
    if (escaped !== undefined) return exactly(escaped);
    if (part === '*') return 'any';
    return part === '?' ? () => true : exactly(part);
  });
  return (text) => matchParts(parts, fold(text).split(''));
}

/** Matches what at least one of the patterns matches. */
export function anyOf(matchers: readonly Matcher[]): Matcher {
  const [only] = matchers;
  if (only !== undefined && matchers.length === 1) return only;
  return (text) => matchers.some((matches) => matches(text));
}
