/** Type name of a dictionary, in its parts. */
export interface ParsedType {
  /** In lower case, without sizes: `timestamp with time zone`. */
  readonly name: string;
  readonly isArray: boolean;
}

/** Parses `Timestamp (6) with time zone[]`. Sizes are in the other fields of a column. */
export function parseType(text: string): ParsedType {
  const words = text
    .toLowerCase()
    .replaceAll(/\([^()]*\)/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const name = words.replace(/( ?\[\d*\])+$| array$/, '');
  return { name: name.trim(), isArray: name !== words };
}
