import { setTimeout as pause } from 'node:timers/promises';
import { createTriggerPoll } from '../../aws/poll-trigger';
import type { RunRecord, RunWithTables } from '../../core/runs/record/run-record';
import { isSuccess } from '../../core/runs/record/verdict-shape';
import type { DeployedEnvironment } from '../environments/deployed-environment';
import { UseCaseError } from '../use-case-error';
import { PollTrigger } from './poll-trigger';
import type { StartedRun } from './start-run';

const checkEvery = 500;

/** Resolves with the closed run. Throws when its execution ended without closing it. */
export async function waitForRun(
  { history, executions, platform }: DeployedEnvironment,
  { run, execution }: StartedRun,
  onProgress: (record: RunRecord) => void,
): Promise<RunWithTables> {
  const pollName = platform.pollTasksFunctionName;
  const trigger = new PollTrigger(pollName === undefined ? undefined : createTriggerPoll(pollName));
  for (;;) {
    // The execution first: what it wrote before it ended is then in the history.
    const state = await executions.describe(execution);
    const record = await history.run(run);
    if (record !== undefined) onProgress(record);
    const isOver = state?.status !== 'RUNNING';
    if (record?.phases.closed !== undefined && isOver) {
      const whole = await history.runWithTables(run);
      if (whole !== undefined) return whole;
    }
    if (state !== undefined && isOver && record?.phases.closed === undefined)
      throw new UseCaseError({
        kind: 'run-not-closed',
        run,
        status: state.status,
        ...(state.error === undefined ? {} : { error: state.error }),
        ...(state.cause === undefined ? {} : { cause: state.cause }),
      });
    if (record !== undefined) await trigger.checked(record);
    await pause(checkEvery);
  }
}

/** Returns true if the run succeeded, also with table errors that its job allows. */
export function hasSucceeded({ run }: Pick<RunWithTables, 'run'>): boolean {
  const outcome = run.verdict?.outcome;
  return outcome !== undefined && isSuccess(outcome);
}
