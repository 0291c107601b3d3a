import { randomUUID } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { createTriggerPoll } from '../aws/poll-trigger';
import { runIdOf } from '../core/runs/record/run-identity';
import type { RunRecord, RunWithTables } from '../core/runs/record/run-record';
import { unknownName } from './configuration';
import type { Connection } from './connect';
import { CommandError, exitCodes } from './exit-codes';
import { PollTrigger } from './poll-trigger';
import type { Shell } from './shell';

export interface StartedRun {
  readonly run: string;
  readonly job: string;
  /** ARN. */
  readonly execution: string;
}

const askEvery = 500;

/** Starts the deployed job under the name of whoever is at the keyboard. */
export async function startRun(
  { deployment, platform, executions }: Connection,
  jobKey: string,
  shell: Shell,
): Promise<StartedRun> {
  const starter = await deployment.jobStarter(platform.environment, jobKey);
  if (starter === undefined) throw unknownName('job', jobKey, await deployment.jobKeys(platform.environment));
  const input = {
    ...starter,
    trigger: {
      by: 'request' as const,
      requestedBy: whoAsks(),
      requestedAt: shell.now().toISOString(),
      requestId: randomUUID(),
    },
  };
  const execution = await executions.start(platform.stateMachineArn, input);
  return { run: runIdOf(input), job: jobKey, execution };
}

/** Whoever is at the keyboard. */
export function whoAsks(): string {
  return `${userInfo().username}@${hostname()}`;
}

/** Resolves when the history holds the run as closed; a CommandError when its execution ended without. */
export async function untilClosed(
  { history, executions, platform }: Connection,
  { run, execution }: StartedRun,
  onLook: (record: RunRecord) => void,
): Promise<RunWithTables> {
  const pollName = platform.pollTasksFunctionName;
  const asker = new PollTrigger(pollName === undefined ? undefined : createTriggerPoll(pollName));
  for (;;) {
    // The execution is asked first: what it wrote before it ended is there when the history is read.
    const state = await executions.describe(execution);
    const record = await history.run(run);
    if (record !== undefined) onLook(record);
    if (record?.phases.closed !== undefined && state?.status !== 'RUNNING') {
      const whole = await history.runWithTables(run);
      if (whole !== undefined) return whole;
    }
    if (state !== undefined && state.status !== 'RUNNING' && record?.phases.closed === undefined)
      throw new CommandError(
        exitCodes.runFailed,
        `the run ended as ${state.status} and its record is not closed: ${state.error ?? 'no error'} ${state.cause ?? ''}`.trim(),
      );
    if (record !== undefined) await asker.look(record);
    await wait(askEvery);
  }
}
