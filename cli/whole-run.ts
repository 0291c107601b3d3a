import type { CheckReport } from '../core/checks/report/check-report';
import type { RunWithTables } from '../core/runs/record/run-record';
import type { Connection } from './connect';
import { showRun } from './output/run-view';
import { showSplits } from './output/split-view';
import type { Shell } from './shell';

type Splits = Awaited<ReturnType<Connection['history']['splits']>>;

/** A run with what the check of its source found and how its tables were split. */
export interface WholeRun extends RunWithTables {
  readonly check?: CheckReport;
  readonly splits?: Splits;
}

export async function wholeRun({ history }: Connection, found: RunWithTables): Promise<WholeRun> {
  const { run } = found.run;
  const [check, splits] = await Promise.all([history.checkReport(run), history.splits(run)]);
  return {
    ...found,
    ...(check === undefined ? {} : { check }),
    ...(splits.length === 0 ? {} : { splits }),
  };
}

export function showWholeRun(shell: Shell, whole: WholeRun): string {
  return [showRun(shell, whole, whole.check), ...showSplits(shell, whole.splits ?? [])].join('\n');
}
