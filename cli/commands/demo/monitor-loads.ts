import { createDms } from '../../../aws/dms/dms';
import type { RunWithTables } from '../../../core/runs/record/run-record';
import { LiveLines } from '../../output/live-lines';
import { roomOf } from '../../output/table';
import { inkOf } from '../../shell';
import { barOf, fittingBarLines } from './bars';
import type { RunningDemo } from './demo-options';
import { plannedLoads, type TableLoad } from './loads';
import { monitorRuns } from './monitor-runs';

/** Shows the progress of every table until the runs of the jobs are closed. */
export async function monitorLoads(
  { plan, shell, silent, environment, local }: RunningDemo,
  jobs: readonly string[],
  since: Date,
): Promise<readonly RunWithTables[]> {
  const ink = inkOf(shell);
  const live = new LiveLines(shell);
  const shown = new Set<string>();
  const onLoads = (loads: readonly TableLoad[]): void => {
    if (silent) return;
    if (shell.interactive) {
      live.show(fittingBarLines(loads, ink, shell.width(), shell.height() - 2));
      return;
    }
    // Nothing is redrawn in a file or a pipe: each table gets one line when it is done.
    const draw = barOf(loads, ink, roomOf(shell));
    for (const load of loads.filter(({ state }) => state === 'loaded' || state === 'failed')) {
      const table = `${load.job} ${load.table}`;
      if (!shown.has(table)) shell.print(draw(load));
      shown.add(table);
    }
  };
  try {
    const planned = plannedLoads(plan, jobs, local.tables);
    return await monitorRuns(environment, createDms(), jobs, since, planned, onLoads);
  } finally {
    live.end({ keep: true });
  }
}
