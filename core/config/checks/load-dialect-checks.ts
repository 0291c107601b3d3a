import type { Finding } from '../reading/problem';
import type { Load } from '../schema/load-schema';

/** Combinations of characters and encoding that COPY rejects. Paths start at the load. */
export function checkDialect(load: Load): Finding[] {
  const { delimiter = ',', quote = '"', 'null-token': nullToken } = load;
  const finding = (key: string, value: string, message: string, hint: string): Finding => ({
    path: [key],
    value,
    message,
    hint,
  });
  return [
    ...(delimiter === quote
      ? [
          finding(
            'delimiter',
            delimiter,
            `"${delimiter}" is both delimiter and quote`,
            'choose two different characters',
          ),
        ]
      : []),
    ...(nullToken.includes(delimiter)
      ? [
          finding(
            'null-token',
            nullToken,
            `"${nullToken}" contains the delimiter: a NULL would be read as two fields`,
            'choose another token',
          ),
        ]
      : []),
    ...(nullToken.includes(quote)
      ? [
          finding(
            'null-token',
            nullToken,
            `"${nullToken}" contains the quote: quoted text is never NULL`,
            'choose another token',
          ),
        ]
      : []),
    ...(load.method === 'aws_s3' && unknownToServer.has(load.encoding ?? '')
      ? [
          finding(
            'encoding',
            load.encoding ?? '',
            `"${load.encoding}" is not supported by aws_s3`,
            'remove method, or choose another encoding',
          ),
        ]
      : []),
  ];
}

/** Encodings that PostgreSQL does not have for clients, or that mean something else there. */
const unknownToServer: ReadonlySet<string> = new Set([
  'utf-16le',
  'utf-16be',
  'iso-8859-1',
  'shift_jis',
  'gb18030',
]);
