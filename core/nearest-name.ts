import { distance } from 'fastest-levenshtein';

/** Most likely name behind a typo; undefined if none is near. Case is ignored. */
export function nearestName(wrong: string, names: Iterable<string>): string | undefined {
  // Two swapped letters are two edits.
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

/** Hint of a problem, such as `did you mean "tables"?`. */
export function didYouMean(wrong: unknown, names: Iterable<string>): { hint?: string } {
  if (typeof wrong !== 'string') return {};
  const nearest = nearestName(wrong, names);
  return nearest === undefined ? {} : { hint: `did you mean "${nearest}"?` };
}
