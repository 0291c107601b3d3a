import type { CsvDialect } from '../planning/load-plan';
import type { CsvField, CsvRecord } from './csv-records';
import type { BadRow } from './load-refused';

/** What speaks against a record before any type is looked at. */
export function structuralProblem(
  record: CsvRecord,
  columns: number,
  isText: (raw: Buffer) => boolean,
  encoding: string,
): string | undefined {
  if (record.unclosed === true) return 'a quote is not closed until the end of the file';
  if (record.raw.includes(0)) return 'holds a NUL byte, which PostgreSQL cannot store';
  if (!isText(record.raw)) return `holds bytes that are no ${encoding}`;
  const found = record.fields.length;
  return found === columns ? undefined : `has ${found} fields, the load has ${columns} columns`;
}

/** A line with nothing on it. With one column it is a row: an empty field. */
export function isBlank(record: CsvRecord, columns: number): boolean {
  return record.raw.length === 0 && columns > 1;
}

/** A record as a line of COPY's text format: its line, its raw text, its fields. */
export function copyLine(record: CsvRecord, dialect: Pick<CsvDialect, 'nullToken'>): string {
  const fields = record.fields.map((field) => copyField(field, dialect.nullToken));
  return `${record.line}\t${escaped(record.raw.toString('utf8'))}\t${fields.join('\t')}\n`;
}

function copyField({ value, quoted }: CsvField, nullToken: string): string {
  const text = value.toString('utf8');
  return !quoted && text === nullToken ? '\\N' : escaped(text);
}

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function escaped(text: string): string {
  return text.replace(/[\\\n\r\t]/g, (character) => escapes[character] ?? character);
}

/** The bad rows as CSV: line, reason, and the record byte for byte. */
export function rejectFile(rows: readonly BadRow[]): Buffer {
  const quoted = (bytes: Buffer): Buffer =>
    Buffer.from(`"${bytes.toString('latin1').replaceAll('"', '""')}"`, 'latin1');
  return Buffer.concat([
    Buffer.from('line,reason,record\n'),
    ...rows.flatMap(({ line, reason, raw }) => [
      Buffer.from(`${line},`),
      quoted(Buffer.from(reason)),
      Buffer.from(','),
      quoted(raw),
      Buffer.from('\n'),
    ]),
  ]);
}
