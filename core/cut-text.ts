/**
 * Returns the text with at most `longest` characters. What is cut is the middle, because the end of a message often has its
 * reason or its fix. A mark says how much is missing.
 */
export function cutText(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const mark = ` [${text.length - longest} or more characters cut] `;
  const kept = Math.max(0, longest - mark.length);
  const head = Math.ceil(kept * 0.75);
  return `${whole(text.slice(0, head))}${mark}${whole(text.slice(text.length - (kept - head)))}`;
}

/** Leaves out the half of a surrogate pair at either end. */
function whole(text: string): string {
  return text.replace(/^[\uDC00-\uDFFF]/, '').replace(/[\uD800-\uDBFF]$/, '');
}

/** Length of a name from outside, such as that of a person. */
export const longestName = 256;

/** Length of a text from outside, such as a message of DMS or of a database, from where it enters on. */
export const longestText = 4000;
