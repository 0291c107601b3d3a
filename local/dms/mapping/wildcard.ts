/**
 * Matcher for DMS's wildcards: `%` any text, `_` one character, `[_]` a literal, `[ab]` a set, `[a-d]` a
 * range. A bracket that does not close, or is empty, is literal. Names are case-sensitive.
 */
export function wildcard(pattern: string): (name: string) => boolean {
  const characters = [...pattern];
  let source = '';
  for (let index = 0; index < characters.length; index += 1) {
    const character = characters[index] ?? '';
    const close = character === '[' ? characters.indexOf(']', index + 2) : -1;
    if (close > index) {
      source += set(characters.slice(index + 1, close));
      index = close;
    } else if (character === '%') source += '.*';
    else if (character === '_') source += '.';
    else source += literal(character);
  }
  const expression = new RegExp(`^${source}$`, 'su');
  return (name) => expression.test(name);
}

/** Pattern that matches only `name`. */
export function exactly(name: string): string {
  return name.replaceAll(/[%_[]/g, '[$&]');
}

function set(members: readonly string[]): string {
  const parts: string[] = [];
  for (let index = 0; index < members.length; index += 1) {
    const from = members[index] ?? '';
    const to = members[index + 2];
    const isRange = members[index + 1] === '-' && to !== undefined && from <= to;
    parts.push(isRange ? `${codePoint(from)}-${codePoint(to)}` : codePoint(from));
    if (isRange) index += 2;
  }
  return `[${parts.join('')}]`;
}

const codePoint = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
const literal = (character: string): string =>
  /[\p{L}\p{N}]/u.test(character) ? character : codePoint(character);
