/**
 * Translates a pattern of DMS for LIKE with `\` as its escape character. A set such as `[ab]`
 * becomes any one character, so that LIKE finds more than DMS selects, but never less.
 */
export function likePattern(pattern: string): string {
  return pattern.replace(/\[([^\]]+)\]|\\/gu, (found, set: string | undefined) => {
    if (set === undefined) return '\\\\';
    if (Array.from(set).length > 1) return '_';
    return set === '_' || set === '%' || set === '\\' ? `\\${set}` : found.slice(1, -1);
  });
}
