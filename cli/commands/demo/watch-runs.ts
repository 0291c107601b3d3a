import { setTimeout as wait } from 'node:timers/promises';
import type { DeployedEnvironment } from '../../../application/environments/deployed-environment';
import type { Dms } from '../../../aws/dms/dms';
import type { RunRecord, RunWithTables } from '../../../core/runs/record/run-record';
import { CommandError, exitCodes } from '../../errors/exit-codes';
import { advanceLoads, currentTables, type TableLoad } from './loads';

const lookEvery = 400;
/** DMS answers 8 requests a second; a look asks about each run once. */
const milliseconsARun = 170;
const openWithin = 60_000;

/** Resolves with the newest run of each job when all are closed; `onLoads` hears how their tables get on. */
export async function watchRuns(
  { history }: DeployedEnvironment,
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
    if (Date.now() - began > openWithin && closed.size === 0 && !loads.some((load) => load.rows > 0))
      throw new CommandError(
        exitCodes.runFailed,
        `no run got anywhere in ${openWithin / 1_000} s: ${missing.join(', ')}`,
      );
    await wait(Math.max(lookEvery, missing.length * milliseconsARun));
  }
}
