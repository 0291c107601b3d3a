/** Rows of an RFC 4180 text with lines ended by `\n`. An unquoted field that equals `nullToken` is null. */
export function* readCsv(text: string, nullToken: string): Generator<(string | null)[]> {
  let row: (string | null)[] = [];
  for (let at = 0; at < text.length; ) {
    if (text[at] === '"') {
      const end = closingQuote(text, at + 1);
      row.push(text.slice(at + 1, end).replaceAll('""', '"'));
      at = end + 1;
    } else {
      let end = at;
      while (end < text.length && text[end] !== ',' && text[end] !== '\n') end += 1;
      const field = text.slice(at, end);
      row.push(field === nullToken ? null : field);
      at = end;
    }
    if (text[at] === ',') {
      at += 1;
      // A line that ends with a comma ends with an empty field.
      if (at === text.length || text[at] === '\n') row.push('');
    }
    if (text[at] === '\n' || at >= text.length) {
      yield row;
      row = [];
      at += 1;
    }
  }
}

function closingQuote(text: string, from: number): number {
  for (let at = from; ; at += 1) {
    const quote = text.indexOf('"', at);
    if (quote < 0) throw new RangeError(`a quoted field that begins before character ${from} does not end`);
    if (text[quote + 1] !== '"') return quote;
    at = quote + 1;
  }
}
