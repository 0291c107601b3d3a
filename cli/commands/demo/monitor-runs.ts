import { setTimeout as wait } from 'node:timers/promises';
import type { DeployedEnvironment } from '../../../application/environments/deployed-environment';
import type { Dms } from '../../../aws/dms/dms';
import type { RunRecord, RunWithTables } from '../../../core/runs/record/run-record';
import { CommandError, exitCodes } from '../../errors/exit-codes';
import { advanceLoads, currentTables, type TableLoad } from './loads';

const checkEvery = 400;
/** DMS answers 8 requests per second; a check sends one per run. */
const millisecondsPerRun = 170;
const secondsToOpen = 60;

/** Resolves with the newest run of each job when all are closed. `onLoads` gets the progress of their tables. */
export async function monitorRuns(
  { history }: Pick<DeployedEnvironment, 'history'>,
  dms: Dms,
  jobKeys: readonly string[],
  since: Date,
  planned: readonly TableLoad[],
  onLoads: (loads: readonly TableLoad[]) => void,
): Promise<readonly RunWithTables[]> {
  let loads = planned;
  const closed = new Map<string, RunWithTables>();
  for (const began = Date.now(); ; ) {
    for (const job of jobKeys.filter((key) => !closed.has(key))) {
      const [listed] = await history.runsOfJob(job, { limit: 1, since, now: new Date() });
      const run: RunRecord | undefined = listed === undefined ? undefined : await history.run(listed.run);
      if (run === undefined) continue;
      loads = advanceLoads(loads, job, await currentTables(dms, history, run));
      const whole = run.phases.closed === undefined ? undefined : await history.runWithTables(run.run);
      if (whole === undefined) continue;
      closed.set(job, whole);
      loads = advanceLoads(loads, job, whole.tables);
    }
    onLoads(loads);
    const missing = jobKeys.filter((key) => !closed.has(key));
    if (missing.length === 0) return jobKeys.flatMap((key) => closed.get(key) ?? []);
    const isStuck = closed.size === 0 && !loads.some((load) => load.rows > 0);
    if (isStuck && Date.now() - began > secondsToOpen * 1_000)
      throw new CommandError(
        exitCodes.runFailed,
        `no run made progress within ${secondsToOpen} seconds: ${missing.join(', ')}`,
      );
    await wait(Math.max(checkEvery, missing.length * millisecondsPerRun));
  }
}
