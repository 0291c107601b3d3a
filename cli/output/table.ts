import CliTable from 'cli-table3';
import stringWidth from 'string-width';
import type { Shell } from '../shell';
import { brokenAt } from './hanging-indent';
import { oneLine } from './escape-control-characters';

export interface Column {
  readonly title: string;
  readonly align?: 'right';
  /** Its values continue on further lines where the table is wider than the terminal. No value is cut. */
  readonly shrinks?: true;
}

const gap = 2;
const narrowest = 6;

/** Columns under titles without borders, at most `width` wide as far as columns can shrink. */
export function table(
  columns: readonly Column[],
  given: readonly (readonly string[])[],
  width: number,
): string {
  const rows = given.map((row) => row.map((cell) => oneLine(cell)));
  const all = [columns.map((column) => column.title), ...rows];
  const widths = widthsWithin(
    naturalWidths(
      columns.map(({ title }) => title),
      rows,
    ),
    columns.map((column, index) => (column.shrinks === true ? narrowestOf(all, index) : undefined)),
    width - gap * (columns.length - 1),
  );
  const drawn: string[] = [];
  for (let from = 0; from < all.length; from += rowsAtOnce)
    drawn.push(draw(columns, all.slice(from, from + rowsAtOnce), widths));
  return drawn.join('\n');
}

/** The time that the library needs grows with the square of the rows. */
const rowsAtOnce = 50;

function draw(columns: readonly Column[], rows: readonly (readonly string[])[], widths: number[]): string {
  const drawn = new CliTable({
    chars: noBorders,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colWidths: widths,
    colAligns: columns.map((column) => column.align ?? 'left'),
  });
  drawn.push(...rows.map((row) => widths.map((width, index) => brokenAt(width, row[index] ?? ''))));
  return drawn
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** Columns of the screen that a table takes in which nothing is cut. */
export function tableWidth(titles: readonly string[], rows: readonly (readonly string[])[]): number {
  return naturalWidths(titles, rows).reduce((sum, one) => sum + one, gap * (titles.length - 1));
}

function naturalWidths(titles: readonly string[], rows: readonly (readonly string[])[]): number[] {
  return titles.map((title, index) =>
    rows.reduce((most, row) => Math.max(most, stringWidth(row[index] ?? '')), stringWidth(title)),
  );
}

/** Width of a table: that of the terminal. In a file or a pipe, nothing is cut. */
export function roomOf({ interactive, width }: Pick<Shell, 'interactive' | 'width'>): number {
  return interactive ? width() : Number.POSITIVE_INFINITY;
}

const noBorders = Object.fromEntries(
  [
    ...['top', 'bottom'].flatMap((side) => [side, `${side}-mid`, `${side}-left`, `${side}-right`]),
    ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'],
  ]
    .map((name) => [name, ''])
    .concat([['middle', ' '.repeat(gap)]]),
);

/** Least width of a column that shrinks: a title and a coloured value stay on one line. */
function narrowestOf(rows: readonly (readonly string[])[], column: number): number {
  return rows
    .map((row) => row[column] ?? '')
    .filter((cell, index) => index === 0 || cell.includes('\u001b'))
    .reduce((most, cell) => Math.max(most, stringWidth(cell)), narrowest);
}

/** Narrows the columns that can shrink, the widest first, until all fit. `least`: undefined for a column that cannot. */
function widthsWithin(
  natural: readonly number[],
  least: readonly (number | undefined)[],
  room: number,
): number[] {
  const widths = [...natural];
  for (let over = widths.reduce((sum, one) => sum + one, 0) - room; over > 0; over -= 1) {
    const [widest] = widths
      .map((width, index) => ({ width, index }))
      .filter(({ width, index }) => width > (least[index] ?? width))
      .sort((a, b) => b.width - a.width);
    if (widest === undefined) break;
    widths[widest.index] = widest.width - 1;
  }
  return widths;
}
