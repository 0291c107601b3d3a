import type { RunSummary } from '../../application/runs/run-summary';
import type { Ink } from '../shell';
import { oneLine } from './escape-control-characters';
import { count, duration } from './quantities';
import { table } from './table';

const columns = [
  { title: 'RUN', shrinks: true },
  { title: 'OUTCOME' },
  { title: 'ROWS', align: 'right' },
  { title: 'TOOK', align: 'right' },
] as const;

/** One line per run. Ids are cut only where the terminal is too narrow for them. */
export function showRuns(runs: readonly RunSummary[], ink: Ink, width: number): string {
  const list = table(
    columns,
    runs.map((run, index) => [
      // Attempts follow each other, the newest first.
      isBelow(run, runs[index - 1]) ? `  ${run.run}` : run.run,
      outcomeText(run, ink),
      run.state === 'open' ? '' : count(run.rows),
      duration(run.took),
    ]),
    width,
  );
  return [list, ...waitingLines(runs, ink)].join('\n');
}

/** One line per run that waits for admission or for DMS, with the reason. */
export function waitingLines(runs: readonly RunSummary[], ink: Ink): readonly string[] {
  const lines = runs.flatMap(({ run, waitsFor }) =>
    waitsFor === undefined ? [] : [`${ink.yellow(oneLine(run))} is ${oneLine(waitsFor)}`],
  );
  return lines.length === 0 ? [] : ['', ...lines];
}

function isBelow(run: RunSummary, before: RunSummary | undefined): boolean {
  return before !== undefined && (before.firstAttempt ?? before.run) === (run.firstAttempt ?? run.run);
}

export function outcomeText(run: Pick<RunSummary, 'state' | 'percent' | 'waitsFor'>, ink: Ink): string {
  switch (run.state) {
    case 'open':
      if (run.waitsFor !== undefined) return ink.yellow('waiting');
      return ink.cyan(run.percent === undefined ? 'running' : `running ${Math.floor(run.percent)}%`);
    case 'succeeded':
      return ink.green('succeeded');
    case 'succeeded-with-table-errors':
      return ink.yellow('table errors');
    case 'skipped':
    case 'cancelled':
      return ink.yellow(run.state);
    case 'failed':
    case 'resource':
    case 'stopped':
    case 'missed':
      return ink.red(run.state);
  }
}
