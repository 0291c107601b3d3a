import type { CsvDialect } from '../planning/load-plan';
import type { CsvField, CsvRecord } from './csv-records';
import type { BadRow } from './load-refused';

/** Problem of a record that no column type can have caused. */
export function structuralProblem(
  record: CsvRecord,
  columns: number,
  isText: (raw: Buffer) => boolean,
  encoding: string,
): string | undefined {
  if (record.unclosed === true) return 'a quote is not closed until the end of the file';
  if (record.raw.includes(0)) return 'has a NUL byte, which PostgreSQL cannot store';
  if (!isText(record.raw)) return `has bytes that are not ${encoding}`;
  const found = record.fields.length;
  return found === columns ? undefined : `has ${found} fields, but the load has ${columns} columns`;
}

/** Returns true for an empty line. In a load of one column it is a row with an empty field. */
export function isBlank(record: CsvRecord, columns: number): boolean {
  return record.raw.length === 0 && columns > 1;
}

/** Record as a line of COPY's text format: line number, raw text, fields. */
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

/** Bad rows as CSV: line, reason, and the unchanged bytes of the record. */
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
