import { exactly as exactCharacter, matchParts, type Part } from '../../match-parts';

/**
 * Matcher for DMS's wildcards: `%` any text, `_` one character, `[_]` a literal, `[ab]` a set, `[a-d]` a
 * range. A bracket that does not close, or is empty, is literal. Names are case-sensitive.
 */
export function wildcard(pattern: string): (name: string) => boolean {
  const characters = [...pattern];
  const parts: Part[] = [];
  for (let index = 0; index < characters.length; index += 1) {
    const character = characters[index] ?? '';
    const close = character === '[' ? characters.indexOf(']', index + 2) : -1;
    if (close > index) {
      parts.push(set(characters.slice(index + 1, close)));
      index = close;
    } else if (character === '%') parts.push('any');
    else if (character === '_') parts.push(() => true);
    else parts.push(exactCharacter(character));
  }
  return (name) => matchParts(parts, [...name]);
}

/** Pattern that matches only `name`. */
export function exactly(name: string): string {
  return name.replaceAll(/[%_[]/g, '[$&]');
}

function set(members: readonly string[]): Part {
  const ranges: { readonly from: string; readonly to: string }[] = [];
  for (let index = 0; index < members.length; index += 1) {
    const from = members[index] ?? '';
    const to = members[index + 2];
    const isRange = members[index + 1] === '-' && to !== undefined && codePoint(from) <= codePoint(to);
    ranges.push({ from, to: isRange ? to : from });
    if (isRange) index += 2;
  }
  return (character) => {
    const code = codePoint(character);
    return ranges.some(({ from, to }) => codePoint(from) <= code && code <= codePoint(to));
  };
}

const codePoint = (character: string): number => character.codePointAt(0) ?? 0;
