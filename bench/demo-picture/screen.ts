import type { IBufferCell, Terminal } from '@xterm/headless';

/** Text of one style on one line. */
export interface Run {
  readonly column: number;
  /** Columns that the text takes. */
  readonly width: number;
  readonly text: string;
  /** Number of an ANSI colour, 0 to 15. Absent: the default. */
  readonly colour?: number;
  readonly bold: boolean;
  readonly dim: boolean;
}

export type Line = readonly Run[];

/** All lines of a terminal, those that scrolled away included, without empty ones at the end. */
export function readScreen(terminal: Terminal): readonly Line[] {
  const buffer = terminal.buffer.active;
  const lines = Array.from({ length: buffer.length }, (_, row) => readLine(terminal, row));
  return lines.slice(0, lines.findLastIndex((line) => line.length > 0) + 1);
}

function readLine(terminal: Terminal, row: number): Line {
  const line = terminal.buffer.active.getLine(row);
  const runs: Run[] = [];
  for (let column = 0; column < terminal.cols; column += 1) {
    const cell = line?.getCell(column);
    // The second half of a wide character has no width of its own.
    if (cell === undefined || cell.getWidth() === 0) continue;
    const run = runOf(cell, column);
    const last = runs.at(-1);
    if (last !== undefined && isContinued(last, run))
      runs[runs.length - 1] = { ...last, width: last.width + run.width, text: last.text + run.text };
    else if (run.text.trim() !== '') runs.push(run);
  }
  return runs.map(withoutTrailingSpace).filter(({ text }) => text !== '');
}

function runOf(cell: IBufferCell, column: number): Run {
  return {
    column,
    width: cell.getWidth(),
    text: cell.getChars() || ' ',
    ...(cell.isFgPalette() ? { colour: cell.getFgColor() } : {}),
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
  };
}

/** True when `next` follows `last` without a gap, in the same style. Space has no style. */
function isContinued(last: Run, next: Run): boolean {
  if (last.column + last.width !== next.column) return false;
  if (next.text === ' ') return true;
  return last.colour === next.colour && last.bold === next.bold && last.dim === next.dim;
}

function withoutTrailingSpace(run: Run): Run {
  const text = run.text.trimEnd();
  return { ...run, text, width: run.width - (run.text.length - text.length) };
}
