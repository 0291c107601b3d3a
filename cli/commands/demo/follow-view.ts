import { eventName } from '../../../core/runs/replication/job-event';
import { fitting } from '../../output/hanging-indent';
import { LiveLines } from '../../output/live-lines';
import { count, duration, moment, plural } from '../../output/quantities';
import { inkOf, type Shell } from '../../shell';
import type { ChangeFigures } from './change-counts';
import type { FollowedJob, FollowListener } from './follow-changes';

const printEvery = 2_000;

export interface FollowLines extends FollowListener {
  start(): void;
  end(): void;
}

/** Shows figures in a line that is redrawn, or every two seconds where nothing is. `silent` shows nothing. */
export function followLines(shell: Shell, job: string, silent: boolean): FollowLines {
  const ink = inkOf(shell);
  const live = new LiveLines(shell);
  let printedAt = 0;
  return {
    start() {
      if (!silent) live.print(`${ink.green('✓')} live orders come in, and ${job} follows them`);
    },
    progressed(figures) {
      if (silent) return;
      if (shell.interactive) live.show([figureLine(figures)]);
      else if (Date.now() - printedAt >= printEvery) {
        printedAt = Date.now();
        live.print(figureLine(figures));
      }
    },
    stopped(checkpoint, figures) {
      if (silent) return;
      live.print(figureLine(figures));
      live.print(`  ${ink.yellow('stopped')}: ${checkpoint ?? 'no checkpoint yet'}; orders still come in`);
    },
    resumed(seconds) {
      if (!silent) live.print(`  ${ink.green('resumed')} after ${duration(seconds * 1_000)}`);
    },
    end: () => live.end({ keep: false }),
  };
}

function figureLine({ made, staged, rowsPerSecond, secondsBehind }: ChangeFigures): string {
  return `  ${count(made)} changes made, ${count(staged)} staged, ${rowsPerSecond.toFixed(0)} rows/s, ${secondsBehind.toFixed(1)} s behind`;
}

/** Result of the step in one line. */
export function followResultText({ figures, comparison, same }: FollowedJob): string {
  const tables = Object.keys(comparison);
  const rows = Object.values(comparison).reduce((sum, one) => sum + one.rows, 0);
  const staged = `${count(figures.staged)} changes staged`;
  return same
    ? `${staged}, none lost: the folded files equal the ${count(rows)} rows of ${plural(tables.length, 'table')}`
    : `${staged}, but the folded files differ from the database`;
}

/** Events of the job, oldest first, and the tables that differ. */
export function showFollowedJob(
  shell: Shell,
  { job, figures, comparison, same, events, downSeconds }: FollowedJob,
): string {
  const ink = inkOf(shell);
  const wrong = Object.entries(comparison).filter(
    ([, { missing, surplus, different }]) => missing + surplus + different > 0,
  );
  return [
    ink.bold(`Events of ${job}`),
    ...[...events]
      .reverse()
      .map(({ at, kind, detail }) =>
        fitting(shell, `  ${moment(at).slice(11)} ${eventName(kind)}: ${detail}`),
      ),
    `  from commit to file: median ${figures.medianSeconds.toFixed(1)} s, worst ${figures.worstSeconds.toFixed(1)} s (the job was down for ${duration(downSeconds * 1_000)})`,
    ...(same
      ? []
      : wrong.map(([table, { missing, surplus, different, example }]) =>
          ink.red(
            `  ${table}: ${missing} missing, ${surplus} too many, ${different} different; ${example ?? ''}`,
          ),
        )),
  ].join('\n');
}
