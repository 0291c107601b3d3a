import stringWidth from 'string-width';
import { count } from '../../output/quantities';
import type { Ink } from '../../shell';
import type { TableLoad } from './loads';

/** In a line that is redrawn. In a file or a pipe, where the width is infinite, no name is cut. */
const longestName = 34;

/** One line per table under its job: name, bar, rows. The lines align and fit a `width` of 60 columns or more. */
export function barLines(loads: readonly TableLoad[], ink: Ink, width: number): string[] {
  const draw = barOf(loads, ink, width);
  return [...new Set(loads.map((load) => load.job))].flatMap((job) => [
    ink.bold(job),
    ...loads.filter((load) => load.job === job).map(draw),
  ]);
}

/** `barLines` in at most `height` lines. Of many tables, those that load are shown, and the others are counted. */
export function fittingBarLines(
  loads: readonly TableLoad[],
  ink: Ink,
  width: number,
  height: number,
): string[] {
  const all = barLines(loads, ink, width);
  if (all.length <= height) return all;
  const loading = loads.filter((load) => load.state === 'loading').slice(0, Math.max(1, height - 1));
  const number = (state: TableLoad['state']): string =>
    count(loads.filter((load) => load.state === state).length);
  return [
    ...loading.map(barOf(loads, ink, width)),
    `  ${number('loaded')} of ${count(loads.length)} tables loaded, ${number('loading')} loading, ${number('failed')} failed`,
  ];
}

/** Draws one line; names and numbers are as wide as the widest of `loads`. */
export function barOf(loads: readonly TableLoad[], ink: Ink, width: number): (load: TableLoad) => string {
  const nameWidth = Math.max(0, ...loads.map((load) => stringWidth(shorten(load.table, width))));
  const rowsWidth = Math.max(0, ...loads.map((load) => count(load.expectedRows ?? load.rows).length));
  const barWidth = Math.max(8, Math.min(28, width - nameWidth - rowsWidth - 10));
  return (load) => {
    const name = shorten(load.table, width);
    const padding = ' '.repeat(nameWidth - stringWidth(name));
    return `  ${name}${padding}  ${bar(load, barWidth, ink)}  ${count(load.rows).padStart(rowsWidth)} ${mark(load, ink)}`;
  };
}

/** Loaded part, 0 to 1. A table of unknown size stays at 0 until it is loaded. */
function portion({ rows, expectedRows, state }: TableLoad): number {
  if (state === 'loaded') return 1;
  return expectedRows === undefined || expectedRows === 0 ? 0 : Math.min(1, rows / expectedRows);
}

function bar(load: TableLoad, width: number, ink: Ink): string {
  const full = Math.round(portion(load) * width);
  const colour = { waiting: ink.dim, loading: ink.cyan, loaded: ink.green, failed: ink.red }[load.state];
  return colour('█'.repeat(full)) + ink.dim('░'.repeat(width - full));
}

function mark({ state }: TableLoad, ink: Ink): string {
  return { waiting: ' ', loading: ink.cyan('…'), loaded: ink.green('✓'), failed: ink.red('✗') }[state];
}

function shorten(name: string, width: number): string {
  return !Number.isFinite(width) || name.length <= longestName ? name : `${name.slice(0, longestName - 1)}…`;
}
