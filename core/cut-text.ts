/** Returns the text with at most `longest` characters. A cut text ends with a mark that says how long it was. */
export function cutText(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const mark = ` [cut: ${text.length} characters]`;
  const kept = Math.max(0, longest - mark.length);
  // A surrogate pair is kept or cut as a whole.
  const isPair = /[\uD800-\uDBFF]/.test(text[kept - 1] ?? '');
  return `${text.slice(0, isPair ? kept - 1 : kept)}${mark}`;
}
