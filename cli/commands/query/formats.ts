import type { QueryResult } from '../../../application/lake/query/query-lake';
import { escapeControlCharacters } from '../../output/escape-control-characters';
import { table, tableWidth } from '../../output/table';

export const queryFormats = ['table', 'expanded', 'csv', 'json'] as const;
export type QueryFormat = (typeof queryFormats)[number];

/** Text of a result without its last line break. No format cuts a value. */
export function formatted(result: QueryResult, format: QueryFormat): string {
  switch (format) {
    case 'table':
      return tableText(result);
    case 'expanded':
      return expandedText(result);
    case 'csv':
      return csvText(result);
    case 'json':
      return jsonText(result);
  }
}

/** Format for people: a table, or one line per value where the table is wider than the terminal. */
export function fittingFormat(result: QueryResult, width: number): QueryFormat {
  return tableWidth(titlesOf(result), valuesOf(result)) <= width ? 'table' : 'expanded';
}

function tableText(result: QueryResult): string {
  return table(
    titlesOf(result).map((title) => ({ title })),
    valuesOf(result),
    Number.POSITIVE_INFINITY,
  );
}

/** One line per value, under a line per row, as psql's expanded view. */
function expandedText({ columns, rows }: QueryResult): string {
  const titles = columns.map(escapeControlCharacters);
  const longest = titles.reduce((most, { length }) => Math.max(most, length), 0);
  return rows
    .map((row, index) =>
      [
        `row ${index + 1}`,
        ...titles.map((title, at) => `  ${title.padEnd(longest)}  ${shown(row[at])}`.trimEnd()),
      ].join('\n'),
    )
    .concat(rows.length === 0 ? ['no rows'] : [])
    .join('\n');
}

/** RFC 4180 with a header line. NULL is an empty field, and an empty text is quoted. */
function csvText({ columns, rows }: QueryResult): string {
  return [columns, ...rows].map((row) => row.map(csvField).join(',')).join('\n');
}

function csvField(value: string | null): string {
  if (value === null) return '';
  return value === '' || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** One object per row. Of columns with one name, each has its number. */
function jsonText({ columns, rows }: QueryResult): string {
  const names = columns.map((name, at) => (columns.indexOf(name) === at ? name : `${name}_${at + 1}`));
  const objects = rows.map((row) =>
    JSON.stringify(Object.fromEntries(names.map((name, at) => [name, row[at] ?? null]))),
  );
  return `[${objects.join(',\n')}]`.replace(
    /[\u007f-\u009f\u2028\u2029\p{Bidi_Control}]/gu,
    escapeControlCharacters,
  );
}

function titlesOf({ columns }: QueryResult): readonly string[] {
  return columns.map(escapeControlCharacters);
}

function valuesOf({ rows }: QueryResult): readonly (readonly string[])[] {
  return rows.map((row) => row.map(shown));
}

function shown(value: string | null | undefined): string {
  return value === null || value === undefined ? 'NULL' : escapeControlCharacters(value);
}
