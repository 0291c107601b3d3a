import type { RunSummary } from '../../application/runs/run-summary';
import type { Ink } from '../shell';
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
  return table(
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
}

function isBelow(run: RunSummary, before: RunSummary | undefined): boolean {
  return before !== undefined && (before.firstAttempt ?? before.run) === (run.firstAttempt ?? run.run);
}

export function outcomeText(run: Pick<RunSummary, 'state' | 'percent'>, ink: Ink): string {
  switch (run.state) {
    case 'open':
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
