/** Fields of the first line of a CSV text (RFC 4180). Undefined when the text ends before the line does. */
export function csvHeader(text: string, delimiter: string): readonly string[] | undefined {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (quoted) {
      if (char !== '"') field += char;
      else if (text.charAt(at + 1) === '"') {
        field += '"';
        at += 1;
      } else quoted = false;
    } else if (char === '"') quoted = true;
    else if (text.startsWith(delimiter, at)) {
      fields.push(field);
      field = '';
      at += delimiter.length - 1;
    } else if (char === '\n') return [...fields, field.replace(/\r$/, '')];
    else field += char;
  }
  return undefined;
}
