import { distance } from 'fastest-levenshtein';

/** The name that a typo most likely meant; undefined when none is near. Case counts for nothing. */
export function nearestName(wrong: string, names: Iterable<string>): string | undefined {
  // Two letters in the wrong order are two edits.
  const allowedEdits = wrong.length < 4 ? 1 : Math.max(2, Math.floor(wrong.length / 3));
  let nearest: string | undefined;
  let fewest = allowedEdits + 1;
  for (const name of names) {
    const edits = distance(wrong.toLowerCase(), name.toLowerCase());
    if (edits < fewest) {
      fewest = edits;
      nearest = name;
    }
  }
  return nearest;
}

/** `did you mean "tables"?`, as the `hint` of a problem. */
export function didYouMean(wrong: unknown, names: Iterable<string>): { hint?: string } {
  if (typeof wrong !== 'string') return {};
  const nearest = nearestName(wrong, names);
  return nearest === undefined ? {} : { hint: `did you mean "${nearest}"?` };
}
