const known = new Map<string, RegExp>();

/** Regular expression of a wildcard pattern. `*` is any text; `\*` and `\\` are themselves. */
export function wildcardRegExp(pattern: string): RegExp {
  const compiled = known.get(pattern);
  if (compiled !== undefined) return compiled;
  const source = pattern.replace(/\\([*\\])|\*|[\s\S]/g, (part, escaped: string | undefined) => {
    if (escaped !== undefined) return quote(escaped);
    return part === '*' ? '[\\s\\S]*' : quote(part);
  });
  const fresh = new RegExp(`^${source}$`);
  known.set(pattern, fresh);
  return fresh;
}

/** Problem with a wildcard pattern. Undefined: none. */
export function wildcardProblem(pattern: string): string | undefined {
  return /(^|[^\\])\*\*/.test(pattern) ? 'two * in a row are not allowed' : undefined;
}

function quote(character: string): string {
  return character.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
