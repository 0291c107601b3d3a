/**
 * Value of a row as PostgreSQL's text. null is NULL. `unchanged` is a TOASTed value that the update did not
 * change.
 */
export type DecodedValue = string | null | typeof unchanged;
export const unchanged = Symbol('unchanged');

/** Names and types (without length or precision) of a row's columns. Rows of equal shape share one object. */
export interface RowShape {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

export interface DecodedRow {
  readonly shape: RowShape;
  readonly values: readonly DecodedValue[];
}

export type DecodedLine =
  | { readonly kind: 'begin'; readonly xid: number }
  /** `committedAt` as PostgreSQL writes it: `2026-01-31 10:00:00.123456+00`. */
  | { readonly kind: 'commit'; readonly committedAt: string }
  | { readonly kind: 'truncate'; readonly tables: readonly string[] }
  | {
      readonly kind: 'row';
      readonly op: 'I' | 'U' | 'D';
      /** Both names in the form of `quote_identifier`: `public."Orders"`. */
      readonly table: string;
      /** New row, or the deleted one. Undefined when the source logged nothing of it. */
      readonly row: DecodedRow | undefined;
      /** Values before an update, where the table's replica identity logs them. */
      readonly old: DecodedRow | undefined;
    }
  | { readonly kind: 'other' };

/**
 * Reader for the output of `test_decoding`, the plug-in that DMS uses
 * (contrib/test_decoding/test_decoding.c). Every value except numbers and booleans is quoted, so the text is
 * unambiguous.
 */
export class DecodedLineReader {
  readonly #shapes = new Map<string, RowShape & { readonly heads: readonly string[] }>();
  #text = '';
  #at = 0;

  read(text: string): DecodedLine {
    if (text.startsWith('table ')) return this.#table(text);
    if (text.startsWith('BEGIN ')) return { kind: 'begin', xid: Number(text.slice(6)) };
    if (text.startsWith('COMMIT ')) {
      const at = text.indexOf('(at ');
      return { kind: 'commit', committedAt: text.slice(at + 4, -1) };
    }
    return { kind: 'other' };
  }

  #table(text: string): DecodedLine {
    this.#text = text;
    this.#at = 6;
    const tables = [this.#qualifiedName()];
    while (text.startsWith(', ', this.#at)) {
      this.#at += 2;
      tables.push(this.#qualifiedName());
    }
    const [table = ''] = tables;
    this.#at += 2;
    const colon = text.indexOf(':', this.#at);
    const action = text.slice(this.#at, colon);
    this.#at = colon + 1;
    switch (action) {
      case 'TRUNCATE':
        return { kind: 'truncate', tables };
      case 'INSERT':
        return { kind: 'row', op: 'I', table, row: this.#row(), old: undefined };
      case 'DELETE':
        return { kind: 'row', op: 'D', table, row: this.#row(), old: undefined };
      case 'UPDATE': {
        const old = this.#skip(' old-key:') ? this.#row() : undefined;
        if (old !== undefined) this.#skip(' new-tuple:');
        return { kind: 'row', op: 'U', table, row: this.#row(), old };
      }
      default:
        return { kind: 'other' };
    }
  }

  #skip(word: string): boolean {
    if (!this.#text.startsWith(word, this.#at)) return false;
    this.#at += word.length;
    return true;
  }

  #qualifiedName(): string {
    const start = this.#at;
    this.#at = endOfIdentifier(this.#text, this.#at) + 1;
    this.#at = endOfIdentifier(this.#text, this.#at);
    return this.#text.slice(start, this.#at);
  }

  #row(): DecodedRow | undefined {
    if (this.#skip(' (no-tuple-data)')) return undefined;
    const heads: string[] = [];
    const values: DecodedValue[] = [];
    const text = this.#text;
    while (this.#at < text.length && text[this.#at] === ' ' && !text.startsWith(' new-tuple:', this.#at)) {
      const start = this.#at + 1;
      const type = endOfIdentifier(text, start);
      const end = text.indexOf(']:', type) + 2;
      heads.push(text.slice(start, end));
      this.#at = end;
      values.push(this.#value());
    }
    return { shape: this.#shape(heads), values };
  }

  #value(): DecodedValue {
    const text = this.#text;
    const first = text[this.#at];
    if (first === "'" || (first === 'B' && text[this.#at + 1] === "'")) {
      const start = this.#at + (first === "'" ? 1 : 2);
      let end = text.indexOf("'", start);
      let doubled = false;
      while (text[end + 1] === "'") {
        doubled = true;
        end = text.indexOf("'", end + 2);
      }
      this.#at = end + 1;
      const value = text.slice(start, end);
      return doubled ? value.replaceAll("''", "'") : value;
    }
    let end = text.indexOf(' ', this.#at);
    if (end === -1) end = text.length;
    const value = text.slice(this.#at, end);
    this.#at = end;
    return value === 'null' ? null : value === 'unchanged-toast-datum' ? unchanged : value;
  }

  #shape(heads: readonly string[]): RowShape {
    const key = heads.join(' ');
    let shape = this.#shapes.get(key);
    if (shape === undefined) {
      const columns = heads.map((head) => {
        const end = endOfIdentifier(head, 0);
        return { name: identifier(head.slice(0, end)), type: head.slice(end + 1, -2) };
      });
      shape = { columns, heads };
      this.#shapes.set(key, shape);
    }
    return shape;
  }
}

/** End of the identifier that starts at `at`: quoted, or up to the next `.`, `[`, `,`, `:` or space. */
function endOfIdentifier(text: string, at: number): number {
  if (text[at] === '"') {
    let end = text.indexOf('"', at + 1);
    while (text[end + 1] === '"') end = text.indexOf('"', end + 2);
    return end + 1;
  }
  let end = at;
  for (; end < text.length; end += 1) {
    const code = text.charCodeAt(end);
    // quote_identifier leaves only a-z, 0-9 and _ unquoted.
    if (!((code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code === 95)) break;
  }
  return end;
}

/** Removes the quotes of a name in the form of `quote_identifier`. */
export function identifier(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
}

/** Splits `public."Orders"` into its two names. */
export function splitName(qualified: string): { readonly schema: string; readonly table: string } {
  const end = endOfIdentifier(qualified, 0);
  return { schema: identifier(qualified.slice(0, end)), table: identifier(qualified.slice(end + 1)) };
}
