/** Names in a list of an answer, which is plain JSON here. */
export function namesIn(answer: unknown, list: string, name: string): readonly string[] {
  if (typeof answer !== 'object' || answer === null) return [];
  const entries: unknown = new Map(Object.entries(answer)).get(list);
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null) return [];
    const value: unknown = new Map(Object.entries(entry)).get(name);
    return typeof value === 'string' ? [value] : [];
  });
}
