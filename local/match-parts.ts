/** Part of a pattern with wildcards: any text, or one character that fits. */
export type Part = 'any' | ((character: string) => boolean);

/** Part that is one character, as written. */
export const exactly =
  (wanted: string): Part =>
  (character) =>
    character === wanted;

/**
 * True when the whole text has these parts. The time is at most the text times the parts: only the last wildcard is ever tried
 * again, where a regular expression would try all of them in every combination.
 */
export function matchParts(parts: readonly Part[], characters: readonly string[]): boolean {
  let part = 0;
  let at = 0;
  /** Last wildcard, and where the text that it covers ends. */
  let last = -1;
  let end = 0;
  for (;;) {
    const wanted = parts[part];
    const character = characters[at];
    if (wanted === 'any') {
      last = part;
      end = at;
      part += 1;
    } else if (wanted === undefined && character === undefined) {
      return true;
    } else if (wanted !== undefined && character !== undefined && wanted(character)) {
      part += 1;
      at += 1;
    } else if (last === -1 || end >= characters.length) {
      return false;
    } else {
      end += 1;
      part = last + 1;
      at = end;
    }
  }
}
