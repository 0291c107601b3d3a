/** Escapes control characters: names in a source may hold line breaks and sequences that a terminal executes. */
export function escapeControlCharacters(text: string): string {
  return text.replace(
    /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
