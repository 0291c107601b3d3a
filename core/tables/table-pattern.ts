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

const compiled = new Map<string, RegExp>();

export function matchesPattern(pattern: string, name: string): boolean {
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    expression = new RegExp(`^${regularExpression(pattern)}$`, 'su');
    if (compiled.size > 10_000) compiled.clear();
    compiled.set(pattern, expression);
  }
  return expression.test(name);
}

function regularExpression(pattern: string): string {
  return pattern.replace(/\[([^\]]+)\]|%|_|[\\^$.*+?()[\]{}|/-]/gu, (found, set: string | undefined) => {
    if (set !== undefined) return `[${characterSet(set)}]`;
    if (found === '%') return '.*';
    if (found === '_') return '.';
    return `\\${found === '-' ? 'x2d' : found}`;
  });
}

/** Inside a set only `-` between two characters is special. */
function characterSet(set: string): string {
  return set.replace(/[\\^[\]]/g, '\\$&').replace(/^-|-$/g, '\\-');
}
