import { FatalLoadError } from '../load/failures';

/**
 * Labels of the WHATWG Encoding Standard by the names of PostgreSQL's server encodings. In C1 control
 * characters, some differ. SQL_ASCII means bytes that nobody has interpreted.
 */
const labels: Readonly<Record<string, string>> = {
  UTF8: 'utf-8',
  SQL_ASCII: 'utf-8',
  LATIN2: 'iso-8859-2',
  LATIN3: 'iso-8859-3',
  LATIN4: 'iso-8859-4',
  LATIN5: 'iso-8859-9',
  LATIN6: 'iso-8859-10',
  LATIN7: 'iso-8859-13',
  LATIN8: 'iso-8859-14',
  LATIN9: 'iso-8859-15',
  LATIN10: 'iso-8859-16',
  ISO_8859_5: 'iso-8859-5',
  ISO_8859_6: 'iso-8859-6',
  ISO_8859_7: 'iso-8859-7',
  ISO_8859_8: 'iso-8859-8',
  WIN866: 'ibm866',
  WIN874: 'windows-874',
  WIN1250: 'windows-1250',
  WIN1251: 'windows-1251',
  WIN1252: 'windows-1252',
  WIN1253: 'windows-1253',
  WIN1254: 'windows-1254',
  WIN1255: 'windows-1255',
  WIN1256: 'windows-1256',
  WIN1257: 'windows-1257',
  WIN1258: 'windows-1258',
  KOI8R: 'koi8-r',
  KOI8U: 'koi8-u',
  EUC_JP: 'euc-jp',
  EUC_KR: 'euc-kr',
  EUC_CN: 'gbk',
};

/**
 * Returns the reader for the log of a database. The log has the encoding of the database, whatever the
 * encoding of the session is. Throws FatalLoadError for an encoding that this platform does not have.
 */
export function logDecoder(encoding: string): (bytes: Buffer) => string {
  if (encoding === 'LATIN1') return (bytes) => bytes.toString('latin1');
  const label = labels[encoding];
  if (label === undefined)
    throw new FatalLoadError(`Cannot read changes of a database whose encoding is ${encoding}`);
  if (label === 'utf-8') return (bytes) => bytes.toString('utf8');
  const decoder = new TextDecoder(label);
  // Each message is whole. Without `stream`, Node 20 reads windows-1252 as Latin-1.
  return (bytes) => decoder.decode(bytes, { stream: true });
}
