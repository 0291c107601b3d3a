import { distance } from 'fastest-levenshtein';
import { synonyms } from './synonyms';

/** Most likely name behind a typo; undefined if none is near, or if two are equally near. Case is ignored. */
export function nearestName(wrong: string, names: Iterable<string>): string | undefined {
  // Two swapped letters are two edits.
  const allowedEdits = wrong.length < 4 ? 1 : Math.max(2, Math.floor(wrong.length / 3));
  let nearest: readonly string[] = [];
  let fewest = allowedEdits;
  for (const name of names) {
    const edits = distance(wrong.toLowerCase(), name.toLowerCase());
    if (edits > fewest) continue;
    nearest = edits < fewest ? [name] : [...nearest, name];
    fewest = edits;
  }
  return nearest.length === 1 ? nearest[0] : undefined;
}

/** Hint of a problem, such as `did you mean "tables"?`. A word with a known meaning comes before a near one. */
export function didYouMean(wrong: unknown, names: Iterable<string>): { hint?: string } {
  if (typeof wrong !== 'string') return {};
  const known = [...names];
  const synonym = synonyms.get(wrong.toLowerCase().trim());
  if (synonym !== undefined && known.includes(synonym.name))
    return { hint: synonym.advice ?? `did you mean "${synonym.name}"?` };
  const nearest = nearestName(wrong, known);
  return nearest === undefined ? {} : { hint: `did you mean "${nearest}"?` };
}
