/**
 * Escapes control characters, and those that change the direction of text: names in a source may hold line breaks and sequences
 * that a terminal executes.
 */
export function escapeControlCharacters(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Text from outside that stays one line, whatever line breaks it has: further lines would look like those of the command. */
export function oneLine(text: string): string {
  return text.replace(/[\t\r\n\u2028\u2029]/g, escapeControlCharacters);
}
