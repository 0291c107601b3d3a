import { LiveLines } from '../../output/live-lines';
import { count, duration, moment, plural } from '../../output/quantities';
import { inkOf, type Shell } from '../../shell';
import type { LiveFigures } from './arrivals';
import type { LiveListener, LiveReport } from './live';

const sayEvery = 2_000;

/** A line that is redrawn, or one every two seconds where nothing is. Silent: nothing. */
export function liveWords(shell: Shell, job: string, silent: boolean): LiveListener & { end(): void } {
  const ink = inkOf(shell);
  const live = new LiveLines(shell);
  let saidAt = 0;
  if (!silent) live.print(`${ink.green('✓')} the shop opens, and ${job} follows it`);
  return {
    soFar(figures) {
      if (silent) return;
      if (shell.interactive) live.show([figureLine(figures)]);
      else if (Date.now() - saidAt >= sayEvery) {
        saidAt = Date.now();
        live.print(figureLine(figures));
      }
    },
    stopped(checkpoint, figures) {
      if (silent) return;
      live.print(figureLine(figures));
      live.print(`  ${ink.yellow('stopped')}: ${checkpoint ?? 'no checkpoint yet'}; the shop stays open`);
    },
    resumed(seconds) {
      if (!silent) live.print(`  ${ink.green('resumed')} after ${duration(seconds * 1_000)}`);
    },
    end: () => live.end({ keep: false }),
  };
}

function figureLine({ made, staged, rowsPerSecond, secondsBehind }: LiveFigures): string {
  return `  ${count(made)} changes made, ${count(staged)} staged, ${rowsPerSecond.toFixed(0)} rows/s, ${secondsBehind.toFixed(1)} s behind`;
}

/** What came of it, for the line of the step. */
export function liveResult({ figures, comparison, same }: LiveReport): string {
  const tables = Object.keys(comparison);
  const rows = Object.values(comparison).reduce((sum, one) => sum + one.rows, 0);
  const arrived = `${count(figures.staged)} changes staged`;
  return same
    ? `${arrived}, none lost: folded, the files are the ${count(rows)} rows of ${plural(tables.length, 'table')}`
    : `${arrived}, but the files do not fold to the database`;
}

/** What happened to the job, oldest first, and where it went wrong. */
export function liveStory(
  shell: Shell,
  { job, figures, comparison, same, events, downSeconds }: LiveReport,
): string {
  const ink = inkOf(shell);
  const wrong = Object.entries(comparison).filter(
    ([, { missing, surplus, different }]) => missing + surplus + different > 0,
  );
  return [
    ink.bold(`What happened to ${job}`),
    ...[...events]
      .reverse()
      .map(({ at, kind, detail }) =>
        line(shell, `  ${moment(at).slice(11)} ${kind.replaceAll('-', ' ')}: ${detail}`),
      ),
    `  from commit to file: median ${figures.medianSeconds.toFixed(1)} s, worst ${figures.worstSeconds.toFixed(1)} s (it was down for ${duration(downSeconds * 1_000)})`,
    ...(same
      ? []
      : wrong.map(([table, { missing, surplus, different, example }]) =>
          ink.red(
            `  ${table}: ${missing} missing, ${surplus} too many, ${different} different; ${example ?? ''}`,
          ),
        )),
  ].join('\n');
}

function line(shell: Shell, text: string): string {
  const width = shell.width();
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}
