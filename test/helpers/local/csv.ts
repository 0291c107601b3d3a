/** Reads RFC 4180 CSV. A field without quotes that equals `nullToken` is null. */
export function readCsv(text: string, nullToken = 'NULL', delimiter = ','): (string | null)[][] {
  const rows: (string | null)[][] = [];
  let row: (string | null)[] = [];
  let at = 0;
  while (at < text.length) {
    let field = '';
    const wasQuoted = text[at] === '"';
    if (wasQuoted) {
      for (at += 1; at < text.length; at += 1) {
        if (text[at] !== '"') field += text[at];
        else if (text[at + 1] === '"') {
          field += '"';
          at += 1;
        } else break;
      }
      at += 1;
    } else {
      while (at < text.length && text[at] !== delimiter && text[at] !== '\n') {
        field += text[at];
        at += 1;
      }
    }
    row.push(!wasQuoted && field === nullToken ? null : field);
    if (text[at] === '\n' || at >= text.length) {
      rows.push(row);
      row = [];
    }
    at += 1;
  }
  return rows;
}
