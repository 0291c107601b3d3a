import type { TableName } from './table-name';

/**
 * Name patterns of DMS: `%` any characters, `_` any one character, `[_]` that character, `[ab]` and `[a-d]` one of a set.
 * Source: DMS guide, CHAP_Tasks.CustomizingTasks.TableMapping.SelectionTransformation.Wildcards.
 */

/** Pattern that matches only this name. */
export function exactPattern(name: string): string {
  return name.replace(/[_%[]/g, '[$&]');
}

/** Name that a pattern without wildcards matches; undefined if it has wildcards. */
export function exactName(pattern: string): string | undefined {
  const unescaped = pattern.replace(/\[[^\]]\]/gu, '');
  if (/[_%[]/.test(unescaped)) return undefined;
  return pattern.replace(/\[([^\]])\]/gu, '$1');
}

/** True if a person wrote a wildcard. `_` does not count, as many names contain it. */
export function looksLikePattern(text: string): boolean {
  return /[%[]/.test(text);
}

/** First range of a set that ends before it starts, such as `y-b` in `T[y-b]`: it matches nothing. */
export function reversedRange(pattern: string): string | undefined {
  const ranges = tokensOf(pattern).flatMap((token) => (typeof token === 'object' ? token : []));
  const reversed = ranges.find(({ first, last }) => codePoint(first) > codePoint(last));
  return reversed === undefined ? undefined : `${reversed.first}-${reversed.last}`;
}

/** Takes at most `pattern.length * name.length` steps, whatever the wildcards: only the last `%` is tried again. */
export function matchesPattern(pattern: string, name: string): boolean {
  const tokens = tokensOf(pattern);
  const characters = [...name];
  let [token, character] = [0, 0];
  let retry: { readonly token: number; readonly character: number } | undefined;
  while (character < characters.length) {
    const wanted = tokens[token];
    if (wanted === anyText) {
      token += 1;
      retry = { token, character };
    } else if (wanted !== undefined && isOneOf(wanted, characters[character] ?? '')) {
      token += 1;
      character += 1;
    } else if (retry !== undefined) {
      retry = { token: retry.token, character: retry.character + 1 };
      ({ token, character } = retry);
    } else return false;
  }
  return tokens.slice(token).every((rest) => rest === anyText);
}

/** Returns true if the patterns of a schema and a table match the name. */
export function matchesTable(pattern: TableName, { schema, table }: TableName): boolean {
  return matchesPattern(pattern.schema, schema) && matchesPattern(pattern.table, table);
}

/** True if some name matches both patterns. Takes at most `one.length * other.length` steps. */
export function patternsOverlap(one: string, other: string): boolean {
  const [left, right] = [tokensOf(one), tokensOf(other)];
  // Pairs of places up to which both patterns have matched one text.
  let reached = new Set([0]);
  for (let at = 0; at <= left.length; at += 1) {
    const token = left[at];
    const next = new Set<number>();
    const pending = [...reached];
    for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
      const wanted = right[place];
      const visit = (found: number): void => {
        if (reached.has(found)) return;
        reached.add(found);
        pending.push(found);
      };
      if (wanted === anyText) visit(place + 1);
      if (token === undefined) continue;
      if (token === anyText) {
        next.add(place);
        if (wanted !== undefined) visit(place + 1);
      } else if (wanted === anyText) next.add(place);
      else if (wanted !== undefined && haveOneInCommon(token, wanted)) next.add(place + 1);
    }
    if (token === undefined) return reached.has(right.length);
    reached = next;
  }
  return false;
}

function haveOneInCommon(
  one: Exclude<Token, typeof anyText>,
  other: Exclude<Token, typeof anyText>,
): boolean {
  if (one === anyCharacter || other === anyCharacter) return true;
  if (typeof one === 'string') return isOneOf(other, one);
  if (typeof other === 'string') return isOneOf(one, other);
  return one.some((a) =>
    other.some((b) => codePoint(a.first) <= codePoint(b.last) && codePoint(b.first) <= codePoint(a.last)),
  );
}

const anyText = Symbol('%');
const anyCharacter = Symbol('_');

/** Character, wildcard, or the ranges of a set. */
type Token = string | typeof anyText | typeof anyCharacter | readonly Range[];
interface Range {
  readonly first: string;
  readonly last: string;
}

function isOneOf(token: Token, character: string): boolean {
  if (typeof token === 'string') return token === character;
  if (typeof token === 'symbol') return token === anyCharacter;
  const wanted = codePoint(character);
  return token.some(({ first, last }) => codePoint(first) <= wanted && wanted <= codePoint(last));
}

const known = new Map<string, readonly Token[]>();

function tokensOf(pattern: string): readonly Token[] {
  const before = known.get(pattern);
  if (before !== undefined) return before;
  const tokens = Array.from(pattern.matchAll(/\[([^\]]+)\]|./gsu), ([text, set]): Token => {
    if (set !== undefined) return rangesOf(set);
    return text === '%' ? anyText : text === '_' ? anyCharacter : text;
  });
  if (known.size > 10_000) known.clear();
  known.set(pattern, tokens);
  return tokens;
}

/** Inside a set, only `-` between two characters is special. */
function rangesOf(set: string): readonly Range[] {
  return Array.from(set.matchAll(/(.)-(.)|./gsu), ([text, first = text, last = text]) => ({
    first,
    last,
  }));
}

function codePoint(character: string): number {
  return character.codePointAt(0) ?? -1;
}
